/** Expected failures are values. `Reason` is a union of literals where the caller decides by it. */

export type Result<T, Reason> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Reason };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function err<Reason>(reason: Reason): Result<never, Reason> {
  return { ok: false, reason };
}
