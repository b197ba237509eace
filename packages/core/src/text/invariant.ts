/** Broken invariants are bugs of tilewright, not mistakes of the user: they name themselves so. */

export class InvariantError extends Error {
  constructor(message: string) {
    super(`a bug in tilewright: ${message}; please report it with the input`);
    this.name = "InvariantError";
  }
}

export function assertInvariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
