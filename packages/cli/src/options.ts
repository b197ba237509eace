/** Options that several commands share, spelled once. */
import type { Semantics } from "@tilewright/core";
import { namedEnergyTables } from "@tilewright/core";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { TemplateVariables } from "./pipeline.ts";

export interface SharedOptions {
  readonly semantics: Semantics;
  readonly json?: boolean;
  readonly searchPath?: readonly string[];
}

/** Collects a repeatable option. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Reads the argument of an option that must be above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("Write a number above 0.");
  return value;
}

/** Options of commands that read templates. */
export interface TemplateOptions {
  readonly define?: TemplateVariables;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Adds `name=value` to the variables: a number or `true` or `false` where it reads as one, else a text. */
export function collectVariable(text: string, before: TemplateVariables | undefined): TemplateVariables {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("Write name=value.");
  const read = value === "true" || value === "false" ? value === "true" : NUMBER.test(value) ? Number(value) : value;
  return Object.fromEntries([...Object.entries(before ?? {}), [name, read]]);
}

export function addTemplateOption(command: Command): Command {
  return command.addOption(
    new Option("-D, --define <name=value>", "a variable for templates in the files; repeatable").argParser(
      collectVariable,
    ),
  );
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
