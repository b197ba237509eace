/**
 * One text to located documents: looked at beforehand, composed by the `yaml` library, converted.
 */
import type { Span } from "../text/source.ts";
import { compose } from "./compose.ts";
import type { ConvertContext } from "./convert.ts";
import { convertDocument } from "./convert.ts";
import * as errors from "./errors.ts";
import type { LocatedNode } from "./located.ts";
import { findObstacle } from "./prescan.ts";
import { reportSyntax } from "./syntax-errors.ts";

/** The documents of `text`; those with a syntax error are reported and left out. */
export function parseText(text: string, context: ConvertContext): readonly LocatedNode[] {
  const { limits, locate, report } = context;
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const shifted = (from: number, to: number): Span => locate(from + start, to + start);
  const body = start === 0 ? text : text.slice(1);
  const obstacle = findObstacle(body, limits, shifted);
  if (obstacle) {
    report(obstacle);
    return [];
  }
  const { parsed, problems, stop } = compose(body);
  reportSyntax(problems, undefined, body, shifted, report);
  if (stop === "tokens") report(errors.tooManyNodes(limits.nodes, false, shifted(0, 0)));
  // The prescan keeps the library's recursion shallow; should a form of nesting escape it, this still is an answer.
  if (stop === "stack") report(errors.nestingTooDeep(limits.depth, shifted(0, 0)));
  const documents: LocatedNode[] = [];
  for (const document of stop ? [] : parsed) {
    reportSyntax(document.errors, document, body, shifted, report);
    if (document.errors.length > 0) continue;
    const node = convertDocument(document.contents, start === 0 ? context : { ...context, locate: shifted });
    if (node) documents.push(node);
  }
  return documents;
}
