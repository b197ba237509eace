/**
 * The order in which Timeloop's searches visit a mapspace: a counter of four digits, the fastest first
 *
 *     keeps, cuts of spatial slots, orders of all slots, factorization
 *
 *     exhaustive, linear-pruned   every digit counts up
 *     hybrid                      factorizations are drawn, the other digits count up
 *     random-pruned               factorizations are drawn, some orders of each too, the other digits count up
 *     random                      factorizations, orders and cuts are drawn, all keeps of each
 *
 * What a report says lets it skip: loops that do not fit an axis do so under every choice of keeps; tiles that do not
 * fit their buffers under every choice of keeps do so in every order.
 *
 * Factorizations are dealt to lanes: lane i of n has those whose number is i modulo n. Loops of one iteration are left
 * out everywhere, which is what Timeloop calls pruned; its exhaustive and random searches also visit orders that differ
 * in such loops alone. Source: src/search/*.cpp of Timeloop (4cf6d4c).
 */
import type { Mapspace } from "../mapspace/mapspace.ts";
import { NestCursor } from "./nest-cursor.ts";
import type { Random } from "./random-stream.ts";

export type WalkAlgorithm = "exhaustive" | "linear-pruned" | "random" | "random-pruned" | "hybrid";

export const WALK_ALGORITHMS: readonly WalkAlgorithm[] = [
  "exhaustive",
  "linear-pruned",
  "hybrid",
  "random",
  "random-pruned",
];

export interface WalkSettings {
  readonly algorithm: WalkAlgorithm;
  readonly lane: number;
  readonly lanes: number;
  /** Orders of one factorization that `random-pruned` tries. */
  readonly ordersPerFactorization: number;
  /** Whether drawn factorizations are visited once only. */
  readonly filterRevisits: boolean;
}

/** What came of the present candidate. */
export type WalkReport = "valid" | "off-axis" | "does-not-fit";

const MAX_SAFE = 2 ** 53;

export class CandidateWalk {
  readonly cursor: NestCursor;
  /** Whether the last step changed what levels keep, and nothing else. */
  onlyKeepChanged = false;
  /** False where the present factors make more spatial loops than there is fan-out: then there is no candidate. */
  hasMappings = true;
  readonly #settings: WalkSettings;
  readonly #random: Random;
  /** Factorization number of each dimension. */
  readonly #indices: number[];
  readonly #counts: readonly number[];
  /** Factorizations of this lane; infinite where they are too many to be dealt. */
  readonly #factorizations: number;
  readonly #slotOrder: number[];
  readonly #slotCut: number[];
  #keep = 0;
  readonly #keeps: number;
  #ordersTried = 0;
  #ordersToTry = 1;
  #failedKeeps = 0;
  readonly #visited = new Set<string>();

  constructor(mapspace: Mapspace, settings: WalkSettings, random: Random) {
    this.#settings = settings;
    this.#random = random;
    this.cursor = new NestCursor(mapspace);
    this.#counts = mapspace.dimensions.map(({ count }) => count);
    this.#indices = this.#counts.map(() => 0);
    this.#slotOrder = mapspace.slots.map(() => 0);
    this.#slotCut = mapspace.slots.map(() => 0);
    this.#keeps = mapspace.keeps.count;
    const { lane, lanes } = settings;
    const all = Number(mapspace.factorizations);
    if (all >= MAX_SAFE) this.#factorizations = Number.POSITIVE_INFINITY;
    else this.#factorizations = all <= lane ? 0 : Math.floor((all - 1 - lane) / lanes) + 1;
  }

  /** Goes to the first candidate; false where there is none. */
  start(): boolean {
    if (this.#factorizations === 0) return false;
    if (this.#isDrawn) return this.#drawFactors();
    if (!this.#add(this.#settings.lane)) return false;
    this.#enterFactors();
    return true;
  }

  /** Goes to the next candidate, given what came of the present one; false at the end. */
  next(report: WalkReport): boolean {
    this.onlyKeepChanged = false;
    if (!this.hasMappings) return this.#nextFactors();
    if (report === "does-not-fit") this.#failedKeeps++;
    const lastKeep = this.#keep + 1 === this.#keeps;
    const hopeless = lastKeep && this.#failedKeeps === this.#keeps;
    if (lastKeep) this.#failedKeeps = 0;
    if (hopeless) return this.#nextFactors();
    if (!lastKeep && report !== "off-axis") {
      this.#setKeep(this.#keep + 1);
      this.onlyKeepChanged = true;
      return true;
    }
    this.#failedKeeps = 0;
    this.#setKeep(0);
    if (this.#settings.algorithm === "random") return this.#nextFactors();
    return this.#nextCut() || this.#nextOrder() || this.#nextFactors();
  }

  get #isDrawn(): boolean {
    return !["exhaustive", "linear-pruned"].includes(this.#settings.algorithm);
  }

  #setKeep(keep: number): void {
    this.#keep = keep;
    this.cursor.setKeep(keep);
  }

  #nextCut(): boolean {
    for (let s = 0; s < this.cursor.slots; s++) {
      const cuts = this.cursor.cuts[s] as number;
      if (cuts <= 1) continue;
      const cut = (this.#slotCut[s] as number) + 1;
      this.#slotCut[s] = cut < cuts ? cut : 0;
      this.cursor.setCut(s, this.#slotCut[s] as number);
      if (cut < cuts) return true;
    }
    return false;
  }

  #nextOrder(): boolean {
    if (this.#settings.algorithm === "random-pruned") {
      this.#ordersTried++;
      if (this.#ordersTried >= this.#ordersToTry) return false;
      this.#drawOrders();
      return true;
    }
    for (let s = 0; s < this.cursor.slots; s++) {
      const orders = this.cursor.orders[s] as number;
      if (orders <= 1) continue;
      const order = (this.#slotOrder[s] as number) + 1;
      this.#slotOrder[s] = order < orders ? order : 0;
      this.cursor.setOrder(s, this.#slotOrder[s] as number);
      if (order < orders) return true;
    }
    return false;
  }

  #drawOrders(): void {
    for (let s = 0; s < this.cursor.slots; s++) {
      const orders = this.cursor.orders[s] as number;
      if (orders <= 1) continue;
      this.#slotOrder[s] = this.#random(orders);
      this.cursor.setOrder(s, this.#slotOrder[s] as number);
    }
  }

  #drawCuts(): void {
    for (let s = 0; s < this.cursor.slots; s++) {
      const cuts = this.cursor.cuts[s] as number;
      if (cuts <= 1) continue;
      this.#slotCut[s] = this.#random(cuts);
      this.cursor.setCut(s, this.#slotCut[s] as number);
    }
  }

  #nextFactors(): boolean {
    if (this.#isDrawn) return this.#drawFactors();
    if (!this.#add(this.#settings.lanes)) return false;
    this.#enterFactors();
    return true;
  }

  #drawFactors(): boolean {
    for (;;) {
      if (this.#settings.filterRevisits && this.#visited.size >= this.#factorizations) return false;
      if (Number.isFinite(this.#factorizations)) {
        const number = this.#random(this.#factorizations) * this.#settings.lanes + this.#settings.lane;
        this.#indices.fill(0);
        this.#add(number);
      } else for (const [d, count] of this.#counts.entries()) this.#indices[d] = this.#random(count);
      if (!this.#settings.filterRevisits) break;
      const key = this.#indices.join();
      if (this.#visited.has(key)) continue;
      this.#visited.add(key);
      break;
    }
    this.#enterFactors();
    return true;
  }

  #enterFactors(): void {
    this.#slotOrder.fill(0);
    this.#slotCut.fill(0);
    this.#failedKeeps = 0;
    this.#setKeep(0);
    this.hasMappings = this.cursor.setFactors(this.#indices);
    if (!this.hasMappings) return;
    const { algorithm, ordersPerFactorization } = this.#settings;
    if (algorithm === "random-pruned") {
      let orders = 1;
      for (const count of this.cursor.orders) orders *= count;
      this.#ordersToTry = Math.min(ordersPerFactorization, orders);
      this.#ordersTried = 0;
      this.#drawOrders();
    } else if (algorithm === "random") {
      this.#drawOrders();
      this.#drawCuts();
    }
  }

  /** Adds to the factorization number, dimension 0 fastest; false beyond the last one. */
  #add(amount: number): boolean {
    let carry = amount;
    for (const [d, count] of this.#counts.entries()) {
      const sum = (this.#indices[d] as number) + carry;
      this.#indices[d] = sum % count;
      carry = Math.floor(sum / count);
      if (carry === 0) return true;
    }
    return carry === 0;
  }
}
