/** `tilewright assignment`: the commands that answer questions of the course assignment. */
import type { Command } from "commander";
import type { Terminal } from "../terminal.ts";
import { addAssignmentQ2Command } from "./assignment-q2.ts";
import { addAssignmentQ3EnergyCommand } from "./assignment-q3-energy.ts";

export function addAssignmentCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const assignment = program
    .command("assignment")
    .summary("answers to questions of the course assignment, each by one command")
    .description("Answers questions of the course assignment. See the help of its commands.");
  addAssignmentQ2Command(assignment, terminal, exit);
  addAssignmentQ3EnergyCommand(assignment, terminal, exit);
}
