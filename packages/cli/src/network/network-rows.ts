/** A network's layers as rows of a report: layers that cost the same for the same reason stand in one row. */
import type { CostedLayer, LayerCost, MappedLayer, NetworkCost } from "@tilewright/core";

export interface NetworkRow {
  /** Of the first layer. */
  readonly name: string;
  readonly operator: string;
  readonly count: number;
  readonly kind: "product" | "traffic";
  /** Of one layer. */
  readonly macs: number;
  readonly words: number;
  /** Absent where no mapping was found. */
  readonly cost?: LayerCost;
  readonly mapped?: MappedLayer;
  /** Data spaces that stay on the chip. */
  readonly staying: readonly string[];
}

/** Products and layers that move words, in the order in which their kind first comes. */
export function networkRows({ layers, mapped }: NetworkCost): readonly NetworkRow[] {
  const rows = new Map<string, { row: Omit<NetworkRow, "count">; count: number }>();
  for (const costed of layers) {
    const { work } = costed.layer;
    if (work.kind !== "product" && (work.kind !== "traffic" || !costed.cost)) continue;
    const own = costed.mapped === undefined ? undefined : mapped[costed.mapped];
    const row = rowOf(costed, own);
    const { energyPj, cycles } = costed.cost ?? {};
    const what = work.kind === "product" ? JSON.stringify(work.shape) : `${costed.layer.operator} ${row.words}`;
    const key = `${what} ${row.staying.join()} ${energyPj} ${cycles}`;
    const known = rows.get(key);
    if (known) known.count++;
    else rows.set(key, { row, count: 1 });
  }
  return [...rows.values()].map(({ row, count }) => ({ ...row, count }));
}

function rowOf(
  { layer, macs, cost, staying }: CostedLayer,
  mapped: MappedLayer | undefined,
): Omit<NetworkRow, "count"> {
  const { name, operator, work } = layer;
  return {
    name,
    operator,
    kind: work.kind === "product" ? "product" : "traffic",
    macs,
    words: work.kind === "traffic" ? work.readWords + work.writtenWords : 0,
    ...(cost && { cost }),
    ...(mapped && { mapped }),
    staying: staying ?? [],
  };
}
