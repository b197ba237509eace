/** Why an SRAM cannot be estimated, one function for each message. */

export interface SramRefusal {
  readonly kind: "refusal";
  readonly reason: string;
}

function refuse(reason: string): SramRefusal {
  return { kind: "refusal", reason };
}

export function invalidNumber(what: string, wanted: string, value: number): SramRefusal {
  return refuse(`${what} must be ${wanted}, not ${value}`);
}

export function tooFewSets(): SramRefusal {
  return refuse("each bank must hold two words at least: ask for more depth, fewer banks or fewer ways");
}

export function noOrganisation(kind: "ram" | "cache", nodeNm: number): SramRefusal {
  return refuse(
    kind === "ram"
      ? `no organisation into subarrays is possible at ${nodeNm} nm: each needs 16 rows and 2 columns at least`
      : `no organisation of the cache's tags is possible at ${nodeNm} nm that is fast and thrifty at once: try other tag bits, ways or sizes`,
  );
}
