/** Bringing a figure that is published for one technology node to another, with the note that says so. */
import { Decline } from "./estimator.ts";
import { figure } from "./query-reader.ts";
import { areaFactor, energyFactor, isScalable, SCALED_NODES_NM, STILLMAKER_BAAS } from "./tables/stillmaker-baas.ts";

/** The factor from `homeNm` to `technologyNm` and how it was found. */
export interface NodeScaling {
  readonly factor: number;
  /** Absent where nothing is scaled. */
  readonly note?: string;
}

/** Scales energy (leakage too) or area; declines outside of the published nodes. */
export function scaleToNode(homeNm: number, technologyNm: number, target: "energy" | "area"): NodeScaling {
  if (technologyNm === homeNm) return { factor: 1 };
  if (!isScalable(technologyNm)) {
    throw new Decline(
      `technology ${technologyNm} nm lies outside of the scaling equations (${SCALED_NODES_NM.smallest} to ${SCALED_NODES_NM.largest} nm)`,
    );
  }
  const factor = (target === "energy" ? energyFactor : areaFactor)(homeNm, technologyNm);
  const note = `scaled from ${homeNm} to ${technologyNm} nm: ${target} x ${figure(factor)} (${STILLMAKER_BAAS})`;
  return { factor, note };
}

/** The tables for 40 and 45 nm hold for both; every other node is scaled from 45 nm. */
export function scaleFrom45(technologyNm: number, target: "energy" | "area"): NodeScaling {
  return technologyNm === 40 || technologyNm === 45 ? { factor: 1 } : scaleToNode(45, technologyNm, target);
}
