/** Results by name, in plain objects, whatever the names are (`__proto__` too). */

export function recordOf<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  const record: Record<string, T> = {};
  for (const [name, value] of entries) putInto(record, name, value);
  return record;
}

export function putInto<T>(record: Record<string, T>, name: string, value: T): void {
  // Plain assignment is several times as fast as Object.fromEntries, and wrong for this one name.
  if (name === "__proto__") Object.defineProperty(record, name, { value, enumerable: true, configurable: true });
  else record[name] = value;
}
