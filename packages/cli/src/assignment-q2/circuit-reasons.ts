/**
 * Why the energy of a part of a circuit scales as it does: the exponent that a fixed organisation of the circuit gives, and
 * the reason in a sentence. These are models of CMOS circuits, E = C V^2 for what switches; the numbers they are compared
 * with come from the sweep.
 *
 * Sources: N. Weste, D. Harris, "CMOS VLSI Design", 4th ed., chapters 11 and 12 (array subsystems, datapaths);
 * S. Wilton, N. Jouppi, "CACTI", JSSC 31(5), 1996.
 */

export interface CircuitReason {
  /** Of the part alone, with the rest of the circuit as it is. Absent where it is no power. */
  readonly exponent?: number;
  readonly because: string;
}

type Reasons = Readonly<Record<string, CircuitReason>>;

interface Entry {
  readonly part: RegExp;
  readonly reasons: Reasons;
}

const PER_BIT: CircuitReason = {
  exponent: 1,
  because: "there is one for each bit of the word, and all of them work at every access",
};
const WHATEVER_DEPTH: CircuitReason = { exponent: 0, because: "one word is accessed, however many there are" };

/** The first whose pattern fits the name of a term. */
const ENTRIES: readonly Entry[] = [
  {
    part: /address.*(h-?tree|routing)|(h-?tree|routing).*address/i,
    reasons: {
      width: {
        exponent: 0.5,
        because:
          "the address has as many wires as before, but they run along the side of the memory, which grows with the root of its area",
      },
      depth: {
        exponent: 0.5,
        because:
          "the address wires (one more for each doubling) run along the side of the memory, which grows with the root of its area",
      },
    },
  },
  {
    part: /h-?tree|routing|interconnect|\bbus\b/i,
    reasons: {
      width: {
        exponent: 1.5,
        because:
          "there are as many wires as bits, and each is as long as the side of the memory, which grows with the root of its area: width x width^0.5",
      },
      depth: {
        exponent: 0.5,
        because: "the wires stay as many, but run along the side of the memory, which grows with the root of its area",
      },
    },
  },
  {
    part: /bit ?lines?/i,
    reasons: {
      width: {
        exponent: 1,
        because: "every bit of the word has bit lines of its own, and all of them switch at an access",
      },
      depth: {
        exponent: 1,
        because:
          "a bit line runs past every word of its array, and each word adds the drain of a cell and a piece of wire; cutting the array into more and shorter ones slows this growth",
      },
    },
  },
  {
    part: /word ?lines?/i,
    reasons: {
      width: { exponent: 1, because: "the word line runs past every bit of the row and drives a gate in each" },
      depth: WHATEVER_DEPTH,
    },
  },
  {
    part: /sense|precharge|column|mux/i,
    reasons: { width: PER_BIT, depth: WHATEVER_DEPTH },
  },
  {
    part: /comparator/i,
    reasons: {
      width: { exponent: 0, because: "the address is compared, not the data" },
      depth: {
        because:
          "there is one comparator for each word, and each compares log2(depth) bits of the address: depth x log2(depth), a little more than in proportion",
      },
    },
  },
  {
    part: /decod|address/i,
    reasons: {
      width: { exponent: 0, because: "the address is the same whatever the width of the word" },
      depth: {
        because:
          "the lines of the decoder run past all words, and a doubling of the depth adds one bit of address: between the logarithm of the depth and the depth itself",
      },
    },
  },
  {
    part: /register|\breg\b|flip|driver|output|data/i,
    reasons: { width: PER_BIT, depth: WHATEVER_DEPTH },
  },
  {
    part: /multiplier/i,
    reasons: {
      width: {
        exponent: 2,
        because: "an array multiplier forms width x width partial products, each with an AND gate and a full adder",
      },
    },
  },
  {
    part: /adder/i,
    reasons: { width: { exponent: 1, because: "an adder has one full adder for each bit" } },
  },
  {
    part: /dram|ddr|hbm|gddr|hmc/i,
    reasons: {
      width: {
        exponent: 1,
        because:
          "a large DRAM is modelled by one energy for each bit: row activation, column access and the pins are paid for every bit that is moved, and the width only says how many",
      },
    },
  },
];

/** Undefined where nothing is known of the part. */
export function circuitReason(term: string, axis: string): CircuitReason | undefined {
  const reasons = ENTRIES.find(({ part }) => part.test(term))?.reasons;
  return reasons !== undefined && Object.hasOwn(reasons, axis) ? reasons[axis] : undefined;
}
