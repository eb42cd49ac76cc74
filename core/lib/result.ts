/** Expected failures are values. `Reason` is a union of literals where the caller decides by it. */

export type Result<T, Reason> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };

/** Returns a success that holds `value`. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** Returns a failure that says `reason`. */
export function err<Reason>(reason: Reason): Result<never, Reason> {
  return { ok: false, reason };
}
