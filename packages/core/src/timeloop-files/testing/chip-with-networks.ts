/** For tests: the small chip with a network of every kind, leakage behind a shared gate, and areas. */
import type { SmallChip } from "../../evaluation/testing/small-chip.ts";

export const CHIP_WITH_NETWORKS: SmallChip = {
  mainMemory: "read_bandwidth: 1, network_fill_latency: 4, wire_energy: 0.125",
  buffer: "network_read: multicast, network_update: tree, addr_gen_energy: 0.25",
  registers: "network_fill: multicast, network_drain: tree, power_gated_at: Buffer",
  networks: [
    "{name: multicast, class: SimpleMulticast, attributes: {action_name: transfer, datawidth: 8}}",
    "{name: tree, class: ReductionTree, attributes: {adder_energy: 0.375, wire_energy: 0.0625}}",
  ],
  energies: { multicast: { transfer: 0.75 } },
  areas: { Buffer: 4000, Registers: 225, Mac: 400 },
};
