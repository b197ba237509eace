/** `energy_estimation.yaml`: energies of a run by component, from action counts. Layout: Accelergy (6911d15). */
import type { CountedEnergy } from "../energy/counted-energy.ts";
import { plain } from "./accelergy-yaml.ts";
import { pythonFloat } from "./number-format.ts";

export function writeEnergyEstimation({ components, totalPj }: CountedEnergy): string {
  return `${[
    "energy_estimation:",
    "    version: '0.4'",
    "    components:",
    ...components.flatMap(({ path, energyPj }) => [
      `      - name: ${plain(path)}`,
      `        energy: ${pythonFloat(energyPj)}`,
    ]),
    `    Total: ${pythonFloat(totalPj)}`,
  ].join("\n")}\n`;
}
