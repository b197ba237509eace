/**
 * `map+stats.xml`: levels, networks and mapping with all digits, for scripts that read XML.
 *
 *     engine/topology_/levels_/item/px      compute level, then storage from the inside outwards: specs_, stats_
 *     engine/topology_/networks_/item       first: the name; second/px: specs_, stats_
 *     mapping/dataspace_bypass_nest_        one text of bits a data space, the innermost level last
 *     a/workload_                           sizes, coefficients, densities
 *
 * Figures by data space are lists of at least five items, zeros after the last data space. Figures of sparse tensors
 * (gated, skipped, formats) are zeros: this model is dense.
 *
 * Layout: Timeloop (NVlabs/timeloop at 4cf6d4c), the `serialize` functions of include/model/*.hpp, include/mapping and
 * include/workload. That version leaves the file without its last closing tag, so that no reader of XML takes it; here
 * it is closed.
 */
import type { StorageLevel } from "../architecture/architecture.ts";
import { numberAttribute, textAttribute } from "../evaluation/attribute-value.ts";
import type {
  ComputeResult,
  DataSpaceResult,
  NetworkDataSpaceResult,
  NetworkResult,
  StorageResult,
  ValidEvaluation,
} from "../evaluation/evaluation.ts";
import { tileWidthsUm } from "../evaluation/floor-plan.ts";
import type { Mapping } from "../mapping/mapping.ts";
import { buildLoopNest, type LoopKind, type LoopNest } from "../nest/loop-nest.ts";
import type { Spec } from "../spec/spec.ts";
import type { Workload } from "../workload/workload.ts";
import { ArchiveXml, double, type XmlText } from "./archive-xml.ts";
import { integer } from "./number-format.ts";
import { attributesOf, networksByName } from "./stats-networks.ts";

const TIMELOOP_DATA_SPACES = 5;
const TIMELOOP_LEVELS = 32;
const TECHNOLOGIES: Readonly<Record<StorageResult["technologyKind"], number>> = { SRAM: 0, DRAM: 1 };
const SPACETIME: Readonly<Record<LoopKind, number>> = { temporal: 0, spatialX: 1, spatialY: 2 };

/** Values by data space: whole numbers, numbers with a fraction, or flags. */
type ItemKind = "uint64" | "double" | "bool";

/** The text of `map+stats.xml`; empty without a mapping. */
export function writeMapStatsXml(spec: Spec, evaluation: ValidEvaluation, program: string): string {
  const { mapping, workload, architecture } = spec;
  if (mapping === undefined) return "";
  const xml = new ArchiveXml();
  const nest = buildLoopNest(mapping, workload);
  const widths = tileWidthsUm(architecture, spec.art);
  xml.object("engine", "Engine", () =>
    xml.object("topology_", "Topology", () => {
      xml.object("levels_", "levels", () => {
        countLines(xml, evaluation.levels.length, 1);
        evaluation.levels.forEach((level, i) => {
          const body = (): void =>
            level.kind === "compute"
              ? computeElement(xml, level, architecture.compute)
              : storageElement(xml, level, architecture.storage[i - 1] as StorageLevel, i - 1, nest, workload);
          xml.object("item", "pointer to Level", body, 1);
        });
      });
      xml.object("networks_", "networks", () => {
        countLines(xml, evaluation.networks.length, 0);
        for (const network of networksByName(evaluation)) {
          const outer = architecture.storage.findIndex(({ name }) => network.name.startsWith(`${name} <==> `));
          const tileWidthUm = widths[outer] ?? 0;
          xml.object("item", "network by name", () => {
            xml.value("first", network.name);
            xml.object("second", "pointer to Network", () => networkElement(xml, network, spec, tileWidthUm), 1);
          });
        }
      });
    }),
  );
  mappingElement(xml, mapping, program === "timeloop-mapper" ? TIMELOOP_DATA_SPACES : 0, workload);
  xml.pointed("a", program, undefined, () => workloadElement(xml, workload));
  return xml.text();
}

function countLines(xml: ArchiveXml, count: number, itemVersion: number): void {
  xml.value("count", count);
  xml.value("item_version", itemVersion);
}

/** An attribute: its value in an element of its own, nothing where it is not given. */
function attribute(
  xml: ArchiveXml,
  name: string,
  type: "uint64" | "double" | "string" | "Technology",
  value: XmlText | undefined,
): void {
  xml.object(name, `Attribute of ${type}`, () => {
    if (value === undefined) return;
    xml.value("t_", typeof value === "string" ? value : type === "double" ? double(value) : integer(value));
  });
}

function perDataSpace(xml: ArchiveXml, name: string, kind: ItemKind, values: readonly number[]): void {
  xml.object(name, `PerDataSpace of ${kind}`, () =>
    xml.group("PerDataSpace", () => {
      for (let i = 0; i < Math.max(values.length, TIMELOOP_DATA_SPACES); i++) {
        const value = values[i] ?? 0;
        xml.value("item", kind === "double" ? double(value) : integer(value));
      }
    }),
  );
}

function computeElement(xml: ArchiveXml, result: ComputeResult, level: Spec["architecture"]["compute"]): void {
  xml.pointed("px", "ArithmeticUnits", "model::ArithmeticUnits", () => {
    xml.object("Level", "Level", () => {});
    xml.object("specs_", "ArithmeticUnits::Specs", () => {
      levelSpecs(xml, level.name);
      attribute(xml, "instances", "uint64", level.instances);
      attribute(xml, "meshX", "uint64", level.meshX);
      attribute(xml, "meshY", "uint64", level.meshY);
      attribute(xml, "word_bits", "uint64", level.wordBits);
    });
    xml.value("energy_", double(result.energyPj));
    // Of one unit, in single precision.
    xml.value("area_", double(Math.fround(result.areaUm2 / result.instances)));
    xml.value("cycles_", integer(result.cycles));
    xml.value("utilized_instances_", integer(result.utilizedInstances));
    xml.value("avg_utilized_instances_", integer(result.utilizedInstances));
    xml.value("algorithmic_computes_", integer(result.computes));
    xml.value("random_computes_", integer(result.computes));
    xml.value("gated_computes_", 0);
    xml.value("skipped_computes_", 0);
  });
}

function levelSpecs(xml: ArchiveXml, name: string): void {
  xml.object("LevelSpecs", "LevelSpecs", () => xml.value("level_name", name));
}

function storageElement(
  xml: ArchiveXml,
  result: StorageResult,
  level: StorageLevel,
  index: number,
  nest: LoopNest,
  workload: Workload,
): void {
  xml.pointed("px", "BufferLevel", "model::BufferLevel", () => {
    xml.object("Level", "Level", () => {});
    xml.object("subnest_", "loops", () => {
      const [from = 0, to = 0] = [nest.blockStarts[index], nest.boundaries[index]];
      const loops = nest.loops.slice(from, to + 1);
      countLines(xml, loops.length, 0);
      for (const loop of loops) {
        xml.object("item", "Loop", () => {
          xml.value("dimension", loop.dimension);
          xml.value("start", 0);
          xml.value("end", loop.bound);
          xml.value("stride", 1);
          xml.value("spacetime_dimension", SPACETIME[loop.kind]);
        });
      }
    });
    xml.object("specs_", "BufferLevel::Specs", () => storageSpecs(xml, result, level, workload));
    xml.object("stats_", "BufferLevel::Stats", () => storageStats(xml, result, level, workload));
  });
}

function storageSpecs(xml: ArchiveXml, result: StorageResult, level: StorageLevel, workload: Workload): void {
  levelSpecs(xml, level.name);
  attribute(xml, "name", "string", level.name);
  attribute(xml, "technology", "Technology", TECHNOLOGIES[result.technologyKind]);
  attribute(xml, "size", "uint64", result.sizeWords);
  attribute(xml, "word_bits", "uint64", result.wordBits);
  attribute(xml, "addr_gen_bits", "uint64", addressBits(result));
  attribute(xml, "block_size", "uint64", result.blockSize);
  attribute(xml, "cluster_size", "uint64", result.clusterSize);
  attribute(xml, "instances", "uint64", level.instances);
  attribute(xml, "meshX", "uint64", level.meshX);
  attribute(xml, "meshY", "uint64", level.meshY);
  attribute(xml, "shared_bandwidth", "double", level.sharedBandwidth);
  attribute(xml, "read_bandwidth", "double", level.readBandwidth);
  attribute(xml, "write_bandwidth", "double", level.writeBandwidth);
  const scales = level.bandwidthConsumptionScale;
  const scaleOf = (name: string): number => (Object.hasOwn(scales, name) ? (scales[name] ?? 1) : 1);
  const scaled = workload.dataSpaces.map(({ name }) => scaleOf(name));
  perDataSpace(xml, "bandwidth_consumption_scale", "double", scaled);
  attribute(xml, "multiple_buffering", "double", level.multipleBuffering);
  attribute(xml, "min_utilization", "double", level.minUtilization);
  attribute(xml, "num_ports", "uint64", level.ports);
  attribute(xml, "num_banks", "uint64", level.banks);
  attribute(xml, "read_network_name", "string", level.networks.read);
  attribute(xml, "fill_network_name", "string", level.networks.fill);
  attribute(xml, "drain_network_name", "string", level.networks.drain);
  attribute(xml, "update_network_name", "string", level.networks.update);
  attribute(xml, "power_gated_at_name", "string", level.powerGatedAt ?? level.name);
}

/** Width of the address of a vector; a level without a size is as large as what is in it. */
function addressBits({ sizeWords, utilizedCapacity, blockSize }: StorageResult): number {
  const vectors = Math.floor((sizeWords ?? utilizedCapacity) / blockSize);
  return Math.ceil(Math.log2(Math.max(1, vectors)));
}

const NO_FORMATS = [
  "random_format_reads",
  "gated_format_reads",
  "skipped_format_reads",
  "random_format_fills",
  "gated_format_fills",
  "skipped_format_fills",
  "random_format_updates",
  "gated_format_updates",
  "skipped_format_updates",
] as const;

function storageStats(xml: ArchiveXml, result: StorageResult, level: StorageLevel, workload: Workload): void {
  const kept = workload.dataSpaces.map(({ name }) =>
    Object.hasOwn(result.dataSpaces, name) ? result.dataSpaces[name] : undefined,
  );
  const list = (name: string, kind: ItemKind, of: (d: DataSpaceResult) => number): void =>
    perDataSpace(
      xml,
      name,
      kind,
      kept.map((d) => (d === undefined ? 0 : of(d))),
    );
  const none = (name: string, kind: ItemKind = "uint64"): void => list(name, kind, () => 0);
  list("keep", "bool", () => 1);
  list("partition_size", "uint64", (d) => d.partitionSize);
  list("utilized_capacity", "uint64", (d) => d.utilizedCapacity);
  list("utilized_instances", "double", (d) => d.utilizedInstances);
  list("utilized_clusters", "uint64", (d) => d.utilizedClusters);
  list("reads", "uint64", (d) => d.reads);
  list("updates", "uint64", (d) => d.updates);
  list("fills", "uint64", (d) => d.fills);
  none("gated_reads");
  none("skipped_reads");
  list("random_reads", "uint64", (d) => d.reads);
  none("gated_fills");
  none("skipped_fills");
  list("random_fills", "uint64", (d) => d.fills);
  none("gated_updates");
  none("skipped_updates");
  list("random_updates", "uint64", (d) => d.updates);
  for (const name of NO_FORMATS) noFormats(xml, name, kept.length);
  none("decompression_counts");
  none("compression_counts");
  list("address_generations", "uint64", (d) => d.addressGenerations);
  list("temporal_reductions", "uint64", (d) => d.temporalReductions);
  list("shared_bandwidth", "double", (d) => d.sharedWordsPerCycle);
  list("read_bandwidth", "double", (d) => d.readWordsPerCycle);
  list("write_bandwidth", "double", (d) => d.writeWordsPerCycle);
  list("energy_per_algorithmic_access", "double", (d) => d.energyPerScalarAccessPj);
  list("energy_per_access", "double", (d) => d.energyPerScalarAccessPj);
  list("energy", "double", (d) => d.energyPerInstancePj);
  list("temporal_reduction_energy", "double", (d) => d.temporalReductionEnergyPj / Math.max(1, d.utilizedInstances));
  const addressPj = Math.max(0, numberAttribute(level, "addr_gen_energy") ?? 0);
  list("addr_gen_energy", "double", (d) => addressPj * d.addressGenerations);
  xml.value("cycles", integer(result.cycles));
  xml.value("slowdown", double(result.throttling));
  none("format_shared_bandwidth_ratio", "double");
  none("format_read_bandwidth_ratio", "double");
  none("format_write_bandwidth_ratio", "double");
}

/** Accesses of metadata, by rank: there are none. */
function noFormats(xml: ArchiveXml, name: string, dataSpaces: number): void {
  xml.object(name, "PerDataSpace of formats", () =>
    xml.group("PerDataSpace", () => {
      for (let i = 0; i < Math.max(dataSpaces, TIMELOOP_DATA_SPACES); i++) {
        xml.object("item", "formats", () => countLines(xml, 0, 0));
      }
    }),
  );
}

function networkElement(xml: ArchiveXml, network: NetworkResult, spec: Spec, tileWidthUm: number): void {
  const { workload, architecture } = spec;
  const described = { ...network, attributes: attributesOf(network, architecture) };
  const number = (key: string): number | undefined => numberAttribute(described, key);
  const traffic = workload.dataSpaces.map(({ name }) =>
    Object.hasOwn(network.dataSpaces, name) ? network.dataSpaces[name] : undefined,
  );
  const list = (name: string, kind: ItemKind, of: (d: NetworkDataSpaceResult) => number): void =>
    perDataSpace(
      xml,
      name,
      kind,
      traffic.map((d) => (d === undefined ? 0 : of(d))),
    );
  const kinds = { legacy: "LegacyNetwork", "simple-multicast": "SimpleMulticastNetwork" } as const;
  const kind = network.type === "reduction-tree" ? "ReductionTreeNetwork" : kinds[network.type];
  const latencies = (): void => {
    attribute(xml, "fill_latency", "uint64", network.fillLatency);
    attribute(xml, "drain_latency", "uint64", network.drainLatency);
  };
  const reductionPj = (d: NetworkDataSpaceResult): number =>
    d.utilizedInstances === 0 ? 0 : d.spatialReductionEnergyPj / d.utilizedInstances;
  xml.pointed("px", kind, `model::${kind}`, () => {
    xml.object("Network", "Network", () => {});
    xml.object("specs_", `${kind}::Specs`, () => {
      xml.object("NetworkSpecs", "NetworkSpecs", () => xml.value("name", network.name));
      attribute(xml, "word_bits", "uint64", network.wordBits);
      if (network.type === "simple-multicast") {
        attribute(xml, "action_name", "string", textAttribute(described, "action_name"));
        attribute(xml, "multicast_factor_argument", "string", textAttribute(described, "multicast_factor_argument"));
        attribute(xml, "per_datatype_ERT", "string", textAttribute(described, "per_datatype_ERT"));
        latencies();
        return;
      }
      if (network.type === "reduction-tree") attribute(xml, "adder_energy", "double", number("adder_energy"));
      else attribute(xml, "router_energy", "double", number("router_energy"));
      attribute(xml, "wire_energy", "double", network.wirePjPerBitMm);
      attribute(xml, "tile_width", "double", number("tile_width") ?? tileWidthUm);
      if (network.type === "legacy") {
        attribute(xml, "energy_per_hop", "double", number("energy_per_hop"));
        attribute(xml, "ingress_energy", "double", number("energy_per_ingress"));
      }
      latencies();
    });
    xml.object("stats_", `${kind}::Stats`, () => {
      if (network.type === "simple-multicast") {
        list("energy", "double", (d) => d.energyPerInstancePj);
        list("ingresses", "uint64", (d) => d.ingresses);
        list("fanout", "uint64", (d) => d.fanout);
        list("multicast_factor", "uint64", (d) => d.multicastFactor);
        return;
      }
      if (network.type === "legacy") {
        list("fanout", "uint64", (d) => d.fanout);
        list("multicast_factor", "uint64", (d) => d.multicastFactor);
        list("distributed_multicast_factor", "uint64", () => 0);
        list("distributed_multicast", "bool", () => 0);
        list("link_transfers", "uint64", (d) => d.linkTransfers);
      } else list("ingresses", "uint64", (d) => d.ingresses);
      list("spatial_reductions", "uint64", (d) => d.spatialReductions);
      if (network.type === "legacy") list("link_transfer_energy", "double", (d) => d.linkTransferEnergyPerInstancePj);
      list("num_hops", "double", (d) => d.hops);
      list("energy_per_hop", "double", (d) => d.energyPerHopPj);
      list("energy", "double", (d) => d.energyPerInstancePj);
      list("spatial_reduction_energy", "double", reductionPj);
    });
  });
}

/** @param least so many texts of bits at least, of zeros where there are no more data spaces */
function mappingElement(xml: ArchiveXml, mapping: Mapping, least: number, workload: Workload): void {
  xml.object("mapping", "Mapping", () =>
    xml.group("dataspace_bypass_nest_", () => {
      for (let d = 0; d < Math.max(least, workload.dataSpaces.length); d++) {
        const isKept = (keep: readonly boolean[]): boolean => d < workload.dataSpaces.length && keep[d] !== false;
        const bits = mapping.levels.map(({ keep }) => (isKept(keep) ? "1" : "0")).reverse();
        xml.object("item", "bitset", () => xml.value("bits", bits.join("").padStart(TIMELOOP_LEVELS, "0")));
      }
    }),
  );
}

function workloadElement(xml: ArchiveXml, workload: Workload): void {
  const pairs = (tag: string, values: readonly number[]): void =>
    xml.object(tag, "map of numbers", () => {
      countLines(xml, values.length, 0);
      values.forEach((value, i) => {
        xml.object("item", "pair of numbers", () => {
          xml.value("first", i);
          xml.value("second", integer(value));
        });
      });
    });
  xml.object("workload_", "Workload", () => {
    pairs(
      "factorized_bounds_",
      workload.dimensions.map(({ size }) => size),
    );
    pairs("coefficients_", Object.values(workload.coefficients));
    xml.object("densities_", "densities", () => {
      countLines(xml, workload.dataSpaces.length, 0);
      workload.dataSpaces.forEach((_, d) => {
        xml.object("item", "pair of density", () => {
          xml.value("first", d);
          xml.object("second", "pointer to density", () => densityElement(xml), 1);
        });
      });
    });
  });
}

/** Dense. */
function densityElement(xml: ArchiveXml): void {
  const name = "FixedStructuredDistribution";
  xml.pointed("px", name, `problem::${name}`, () => {
    xml.object("DensityDistribution", "DensityDistribution", () => {});
    xml.object("specs_", `${name}::Specs`, () => {
      xml.object("DensityDistributionSpecs", "DensityDistributionSpecs", () => xml.value("type", "UNSET"));
      xml.value("type", "fixed_structured");
      xml.value("fixed_density", double(1));
    });
  });
}
