import { it } from "vitest";
import { explainCount } from "./explain-count.ts";
import { renderBriefly, renderExplanation } from "./render-explanation.ts";
import { spatialRow, weightStationary } from "./testing/question-one.ts";
it("shows", () => {
  let out = "";
  const show = (spec: ReturnType<typeof spatialRow>, q: Parameters<typeof explainCount>[1]): void => {
    const e = explainCount(spec, q);
    out += "code" in e ? e.message + "\n" : `${renderExplanation(e)}\n- - brief\n${renderBriefly(e)}==========\n`;
  };
  for (const semantics of ["timeloop", "exact"] as const) {
    show(weightStationary(), { level: "MainMemory", dataSpace: "Inputs", counter: "reads", semantics });
    show(weightStationary(), { level: "Buffer", dataSpace: "Outputs", counter: "reads", semantics });
    show(weightStationary(), { level: "Buffer", dataSpace: "Outputs", counter: "energy", semantics });
    show(weightStationary(), { level: "Buffer", dataSpace: "Inputs", counter: "fills", semantics });
    show(spatialRow(), { level: "Buffer", dataSpace: "Inputs", counter: "reads", semantics });
    show(spatialRow(), { level: "Buffer", dataSpace: "Weights", counter: "reads", semantics });
    show(spatialRow(), { level: "Buffer", dataSpace: "Inputs", counter: "linkTransfers", semantics });
    show(spatialRow(), { level: "Registers", dataSpace: "Inputs", counter: "fills", semantics });
    show(spatialRow(), { level: "Buffer", dataSpace: "Outputs", counter: "spatialReductions", semantics });
  }
  console.log(out);
});
import { explainInvalid } from "./explain-invalid.ts";
import { renderInvalid } from "./render-invalid.ts";
import { tooLarge } from "./testing/question-one.ts";
it("invalid", () => {
  const t = performance.now();
  let out = renderInvalid(explainInvalid(tooLarge())!) + "\n";
  out += renderInvalid(explainInvalid(spatialRow(`mapping:
- {target: MainMemory, type: temporal, factors: M=4 R=1 P=1, permutation: MRP}
- {target: Buffer, type: temporal, factors: M=8 R=3 P=1, permutation: RPM}
- {target: Cell, type: spatial, factors: M=1 R=1 P=16, permutation: PRM, split: 3}
- {target: Registers, type: temporal, factors: M=1 R=1 P=1, permutation: PRM}
`))!);
  console.log(out, performance.now() - t);
});
