/** Options that several commands share, spelled once. */
import type { Semantics } from "@tilewright/core";
import { namedEnergyTables } from "@tilewright/core";
import { type Command, Option } from "commander";

export interface SharedOptions {
  readonly semantics: Semantics;
  readonly json?: boolean;
  readonly searchPath?: readonly string[];
}

/** Collects a repeatable option. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

export function addSharedOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--semantics <which>", "how accesses are counted: as Timeloop does, or element by element")
        .choices(["timeloop", "exact"])
        .default("timeloop"),
    )
    .option("--json", "one JSON document on standard output")
    .addOption(
      new Option("-I, --search-path <folder>", "where included files are looked for; repeatable").argParser(collect),
    );
}

/** Names of built-in energy tables, for help texts. */
export function energyTableNames(): string {
  return namedEnergyTables()
    .map((table) => table.name)
    .join(", ");
}
