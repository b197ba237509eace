/** Options of the command `energy`. */
import type { EstimatorChoice } from "./energy-estimators.ts";
import type { TemplateOptions } from "./options.ts";

export interface EnergyOptions extends TemplateOptions {
  readonly json?: boolean;
  readonly outputDir?: string;
  readonly compat?: boolean;
  readonly why?: readonly string[];
  readonly component?: string;
  readonly batch?: string;
  readonly table?: readonly string[];
  readonly estimator?: readonly string[];
  readonly estimatorTimeout: number;
  readonly searchPath?: readonly string[];
}

export function choiceOf(options: EnergyOptions): EstimatorChoice {
  return {
    compat: options.compat === true,
    tables: options.table ?? [],
    programs: options.estimator ?? [],
    timeoutSeconds: options.estimatorTimeout,
  };
}
