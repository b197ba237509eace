/**
 * SVG to PNG by resvg, with the DejaVu fonts of a package and none of the machine's, so that the same SVG gives the same
 * picture everywhere. The renderer is native code and loaded when first asked for.
 */
import { createRequire } from "node:module";

export interface PngOptions {
  /** Pixels of the picture for one of the drawing; 2 by default, for print and dense screens. */
  readonly scale?: number;
}

const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];
const FONT_FAMILY = "DejaVu Sans";

export async function renderPng(svg: string, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const packages = createRequire(import.meta.url);
  const fontFiles = FONT_FILES.map((file) => packages.resolve(`dejavu-fonts-ttf/ttf/${file}`));
  const renderer = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: FONT_FAMILY },
  });
  return renderer.render().asPng();
}
