/** In compatible mode a register file's figure comes with a note on what its circuit would take. */
import type { Estimate, Estimator } from "../estimator.ts";
import { figure } from "../query-reader.ts";
import { physicalRegisterFile } from "./register-file.ts";

/** `tables`, with the note added to every answer about a register file. */
export function compatRegisterNotes(tables: Estimator): Estimator {
  return {
    ...tables,
    estimate: (query) => {
      const answer = tables.estimate(query);
      if (answer.kind === "refusal" || query.componentClass !== "regfile") return answer;
      const physical = physicalRegisterFile(query);
      if (physical === undefined) return answer;
      const unit = query.action === undefined ? "um^2" : "pJ";
      const note = `as the public plug-in counts, one register whatever the width; the register file circuit would say ${figure(physical)} ${unit}`;
      return withNote(answer, note);
    },
  };
}

function withNote(answer: Estimate, note: string): Estimate {
  return { ...answer, provenance: { ...answer.provenance, notes: [...answer.provenance.notes, note] } };
}
