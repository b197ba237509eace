/** The estimators that are asked where nobody names others: the one place where they are put together. */
import type { Estimator } from "./estimator.ts";
import { circuitTables } from "./estimators/circuit-tables.ts";
import { compatRegisterNotes } from "./estimators/compat-register-notes.ts";
import { dramPerBit } from "./estimators/dram.ts";
import { freeComponents } from "./estimators/free-components.ts";
import { builtInLibrary } from "./estimators/library.ts";
import { registerFile } from "./estimators/register-file.ts";
import { type SramModel, sramByModel } from "./estimators/sram.ts";
import { wireByLength } from "./estimators/wire.ts";

import { estimateSram } from "./sram/sram-estimate.ts";

export interface EstimatorOptions {
  /** As the public plug-ins compute, faults included. */
  readonly compat: boolean;
  /** The memory model; the built-in one unless told. */
  readonly sramModel?: SramModel;
  /** Tables of the user's own, external programs: asked first. */
  readonly own?: readonly Estimator[];
}

export function standardEstimators({
  compat,
  sramModel = estimateSram,
  own = [],
}: EstimatorOptions): readonly Estimator[] {
  return [
    ...own,
    builtInLibrary({ compat }),
    freeComponents(),
    sramByModel(sramModel, { compat }),
    dramPerBit({ compat }),
    ...(compat ? [compatRegisterNotes(circuitTables({ compat }))] : [registerFile(), circuitTables({ compat })]),
    wireByLength({ compat }),
  ];
}
