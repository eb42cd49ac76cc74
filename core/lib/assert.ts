/** Broken invariants throw: the worker dies and is born again by the one restart path. */

/** Throws when `condition` is false. `message` says what was expected. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Expected ${message}.`);
}

/** Returns `value` where the program guarantees that it is there; throws, naming `what`, where it is not. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined)
    throw new Error(`Expected ${what} to be there, but it was ${String(value)}.`);
  return value;
}

/** Ends a `switch` over a union: a case that was forgotten does not compile. */
export function unreachable(value: never): never {
  throw new Error(`Expected no further case, but found ${JSON.stringify(value)}.`);
}
