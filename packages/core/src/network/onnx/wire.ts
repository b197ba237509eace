/**
 * The wire format of Protocol Buffers, read in place: a message is a run of fields, each a tag (number << 3 | type) and a
 * value; a field of bytes is skipped by its length, so that a message costs as much as it has fields, whatever they hold.
 *
 *   type 0  varint: 7 bits a byte, least significant first, the top bit says that more follow
 *   type 1  8 bytes      type 5  4 bytes
 *   type 2  length (varint) and so many bytes: a text, a message, packed numbers
 *
 * Own code, since libraries turn packed numbers into lists: 10^8 weights in `int32_data` took @bufbuild/protobuf 5 s and
 * 2.1 GB, protobufjs 5.9 s and 2.1 GB (`npm run bench -- onnx` has our figures); and since a diagnostic wants the offset.
 *
 * Source: Protocol Buffers documentation, "Encoding".
 */

/** A broken message; `offset` counts bytes from the start of the file. */
export class WireFault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "WireFault";
    this.offset = offset;
  }
}

/** Bytes `[from, to)` of the file. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** Walks over the fields of one message: `while (reader.next()) switch (reader.field) ...`. */
export class WireReader {
  readonly bytes: Uint8Array;
  /** Number and type of the field at which the reader stands. */
  field = 0;
  wireType: number = VARINT;
  /** Where the field's tag begins. */
  fieldAt = 0;
  /** The bytes of a field of type 2; of other fields those of the value. */
  from = 0;
  to = 0;
  #at: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, range: ByteRange = { from: 0, to: bytes.length }) {
    this.bytes = bytes;
    this.#at = range.from;
    this.#end = range.to;
  }

  /** Goes to the next field; false at the end of the message. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    this.fieldAt = this.#at;
    const tag = this.#unsigned("the tag of a field");
    this.field = Math.floor(tag / 8);
    this.wireType = tag % 8;
    if (this.field === 0 || tag > 0xffffffff) throw new WireFault(`there is no field ${this.field}`, this.fieldAt);
    let length: number;
    if (this.wireType === BYTES) {
      length = this.#unsigned("a length");
    } else if (this.wireType === VARINT) {
      this.from = this.#at;
      this.#skipVarint();
      this.to = this.#at;
      return true;
    } else if (this.wireType === FIXED_64) length = 8;
    else if (this.wireType === FIXED_32) length = 4;
    else throw new WireFault(`field ${this.field} has wire type ${this.wireType}`, this.fieldAt);
    if (length > this.#end - this.#at) {
      const left = this.#end - this.#at;
      throw new WireFault(`field ${this.field} says it has ${length} bytes, but ${left} are left`, this.fieldAt);
    }
    this.from = this.#at;
    this.to = this.#at + length;
    this.#at = this.to;
    return true;
  }

  get range(): ByteRange {
    return { from: this.from, to: this.to };
  }

  /** The bytes of the field, not copied. */
  get view(): Uint8Array {
    return this.bytes.subarray(this.from, this.to);
  }

  /** A field of type 2, as texts and messages have it. */
  expectBytes(what: string): ByteRange {
    if (this.wireType === BYTES) return this.range;
    throw new WireFault(`${what} has wire type ${this.wireType}, not 2`, this.fieldAt);
  }

  /** A signed number (int32, int64, enum). Beyond 2^53 it is only near. */
  integer(what: string): number {
    if (this.wireType !== VARINT) throw new WireFault(`${what} has wire type ${this.wireType}, not 0`, this.fieldAt);
    return signedVarint(this.bytes, this.from);
  }

  text(what: string): string {
    const { from, to } = this.expectBytes(what);
    return decodeText(this.bytes, from, to);
  }

  float32(what: string): number {
    if (this.wireType !== FIXED_32) throw new WireFault(`${what} has wire type ${this.wireType}, not 5`, this.fieldAt);
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + this.from, 4).getFloat32(0, true);
  }

  /** Numbers of a repeated field, packed or one by one, added to `into` until it holds `limit`; the rest is passed over. */
  integersInto(into: number[], limit: number, what: string): void {
    if (this.wireType === VARINT) {
      if (into.length < limit) into.push(this.integer(what));
      return;
    }
    const { from, to } = this.expectBytes(what);
    let at = from;
    while (at < to && into.length < limit) {
      const end = varintEnd(this.bytes, at, to, what);
      into.push(signedVarint(this.bytes, at));
      at = end;
    }
  }

  float32sInto(into: number[], limit: number, what: string): void {
    if (this.wireType === FIXED_32) {
      if (into.length < limit) into.push(this.float32(what));
      return;
    }
    const { from, to } = this.expectBytes(what);
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + from, to - from);
    for (let at = 0; at + 4 <= to - from && into.length < limit; at += 4) into.push(view.getFloat32(at, true));
  }

  /** A tag or a length: at most 2^35 is of use, more is a fault of the file. */
  #unsigned(what: string): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.#at >= this.#end) throw new WireFault(`the data ends inside ${what}`, this.#at);
      const byte = this.bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new WireFault(`${what} has more than ten bytes`, this.fieldAt);
  }

  #skipVarint(): void {
    this.#at = varintEnd(this.bytes, this.#at, this.#end, `field ${this.field}`);
  }
}

/** Where the varint that begins at `at` ends. */
function varintEnd(bytes: Uint8Array, at: number, end: number, what: string): number {
  for (let next = at; next < at + 10; next++) {
    if (next >= end) throw new WireFault(`the data ends inside ${what}`, at);
    if ((bytes[next] ?? 0) < 0x80) return next + 1;
  }
  throw new WireFault(`a number of ${what} has more than ten bytes`, at);
}

/** A checked varint as a signed number of 64 bits: the two halves of 32 bits, the upper one with the sign. */
function signedVarint(bytes: Uint8Array, at: number): number {
  let low = 0;
  let high = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index] ?? 0;
    const bits = byte & 0x7f;
    const shift = index * 7;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high |= bits >>> 4;
    } else high |= bits << (shift - 32);
    if (byte < 0x80) break;
  }
  return high * 0x1_0000_0000 + (low >>> 0);
}

/** Longest name or text that is kept; real ones have some hundred bytes. */
const MAX_TEXT = 10_000;

/** UTF-8 to text; what is no UTF-8 becomes U+FFFD, since a name only has to be told from others. */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  const end = Math.min(to, from + MAX_TEXT);
  let text = "";
  for (let at = from; at < end; ) {
    const first = bytes[at++] ?? 0;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      continue;
    }
    const more = first >= 0xf0 && first < 0xf8 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
    let code = first & (0x3f >> more);
    let taken = 0;
    while (taken < more && at < end && ((bytes[at] ?? 0) & 0xc0) === 0x80) {
      code = (code << 6) | ((bytes[at++] ?? 0) & 0x3f);
      taken++;
    }
    const least = [0x80, 0x80, 0x800, 0x10000][more] ?? 0;
    const isWhole = more > 0 && first < 0xf8 && taken === more && code >= least && code <= 0x10ffff;
    text += isWhole && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}
