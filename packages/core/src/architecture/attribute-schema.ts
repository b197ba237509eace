/**
 * Attributes that shape a result, by the name that tilewright uses, with the other spellings that are read.
 * What is not listed here is kept for estimators as it is.
 */

/** One known attribute. The first name is the one used in messages. */
export interface AttributeRule {
  readonly names: readonly string[];
  readonly type: "count" | "number" | "flag" | "text" | "map";
  /** Smallest value of a number, or of each number of a map; 0 unless told. */
  readonly min?: number;
  readonly above?: boolean;
}

function rule(
  names: string,
  type: AttributeRule["type"],
  range: { min?: number; above?: boolean } = {},
): AttributeRule {
  return { names: names.split(" "), type, ...range };
}

/** Names of the attributes of storage levels. */
export type StorageAttribute =
  | "wordBits"
  | "blockSize"
  | "clusterSize"
  | "width"
  | "entries"
  | "depth"
  | "sizeKB"
  | "ports"
  | "banks"
  | "bandwidth"
  | "readBandwidth"
  | "writeBandwidth"
  | "sharedBandwidth"
  | "bandwidthScale"
  | "dataSpaceWordBits"
  | "multipleBuffering"
  | "minUtilization"
  | "reductionSupported"
  | "allowOverbooking"
  | "networkFillLatency"
  | "networkDrainLatency"
  | "networkRead"
  | "networkFill"
  | "networkUpdate"
  | "networkDrain"
  | "powerGatedAt";

/** Of storage levels; in each entry the first name that is given wins, as in Timeloop. */
export const STORAGE_ATTRIBUTES: Readonly<Record<StorageAttribute, AttributeRule>> = {
  wordBits: rule("word_bits word_width datawidth", "count"),
  blockSize: rule("block_size n_words", "count"),
  clusterSize: rule("cluster_size", "count"),
  width: rule("width memory_width data_storage_width", "count"),
  entries: rule("entries", "count"),
  depth: rule("depth memory_depth data_storage_depth", "count"),
  sizeKB: rule("sizeKB", "number", { min: 0, above: true }),
  ports: rule("num_ports n_ports", "count"),
  banks: rule("num_banks n_banks", "count"),
  bandwidth: rule("bandwidth", "number", { min: 0, above: true }),
  readBandwidth: rule("read_bandwidth", "number", { min: 0, above: true }),
  writeBandwidth: rule("write_bandwidth", "number", { min: 0, above: true }),
  sharedBandwidth: rule("shared_bandwidth", "number", { min: 0, above: true }),
  bandwidthScale: rule("per_dataspace_bandwidth_consumption_scale", "map"),
  dataSpaceWordBits: rule("per_dataspace_word_bits", "map", { min: 0, above: true }),
  multipleBuffering: rule("multiple_buffering", "number", { min: 0, above: true }),
  minUtilization: rule("min_utilization", "number", { min: 0 }),
  reductionSupported: rule("reduction_supported", "flag"),
  allowOverbooking: rule("allow_overbooking", "flag"),
  networkFillLatency: rule("network_fill_latency", "number", { min: 0 }),
  networkDrainLatency: rule("network_drain_latency", "number", { min: 0 }),
  networkRead: rule("network_read", "text"),
  networkFill: rule("network_fill", "text"),
  networkUpdate: rule("network_update", "text"),
  networkDrain: rule("network_drain", "text"),
  powerGatedAt: rule("power_gated_at", "text"),
};

/** Names of the attributes of the compute level. */
export type ComputeAttribute = "wordBits" | "cyclesPerOperation";

/** Of the compute level. */
export const COMPUTE_ATTRIBUTES: Readonly<Record<ComputeAttribute, AttributeRule>> = {
  wordBits: rule("word_bits datawidth", "count"),
  cyclesPerOperation: rule("cycles_per_operation", "number", { min: 0, above: true }),
};

/** Names of the attributes that give a mesh. */
export type MeshAttribute = "instances" | "meshX" | "meshY";

/** Of every component in the 0.3 form. */
export const MESH_ATTRIBUTES: Readonly<Record<MeshAttribute, AttributeRule>> = {
  instances: rule("instances", "count"),
  meshX: rule("meshX", "count"),
  meshY: rule("meshY", "count"),
};

/** Known to Timeloop's other parts, Accelergy and its plug-ins: never taken for a slip of another name. */
const ESTIMATOR_ATTRIBUTES = [
  "technology type global_cycle_seconds cycle_time action_latency_cycles latency voltage temperature version frequency",
  "n_rdwr_ports n_rd_ports n_wr_ports nports n_buffets n_instances update_fifo_depth exponent mantissa num_pipeline_stages",
  "multiplier_width adder_width width_a width_b size cache_type tag_size associativity default_data_size leak_ratio",
  "resolution throughput area energy n_components adc_resolution vdd node process_corner encoder_width decoder_width",
  "vector_access_energy addr_gen_energy cluster_area has_power_gating network_type network_word_bits router_energy",
  "wire_energy tile_width energy_per_hop energy_per_ingress fill_latency drain_latency network_operand network_result",
  "metadata_block_size metadata_datawidth metadata_word_bits metadata_storage_width metadata_width metadata_counter_width",
  "metadata_storage_depth metadata_depth concordant_compressed_tile_traversal tile_partition_supported",
  "plug_in min_accuracy minimum_accuracy pj_per_bit length n_inputs n_outputs n_rw_ports cycle_seconds",
  "decompression_supported compression_supported area_scale energy_scale rows columns address_width data_width",
].flatMap((line) => line.split(" "));

const RULES: readonly AttributeRule[] = [
  ...Object.values(STORAGE_ATTRIBUTES),
  ...Object.values(COMPUTE_ATTRIBUTES),
  ...Object.values(MESH_ATTRIBUTES),
];

/** Every attribute name whose slip would change a result. */
export const SHAPING_NAMES: readonly string[] = [...new Set(RULES.flatMap(({ names }) => names))];

/** Names that are known and therefore never warned about. */
export const KNOWN_NAMES: ReadonlySet<string> = new Set([...SHAPING_NAMES, ...ESTIMATOR_ATTRIBUTES]);

/** Names whose value must be a number: an unknown word there is an error, elsewhere it is a text. */
export const NUMERIC_NAMES: ReadonlySet<string> = new Set(
  RULES.filter(({ type }) => type === "count" || type === "number").flatMap(({ names }) => names),
);
