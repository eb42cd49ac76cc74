/** Instants and spans, in milliseconds. Core never asks what time it is: the caller says. */
import type { Brand } from '../lib/brand.ts';

/** Milliseconds since 1970-01-01T00:00Z. */
export type UnixMs = Brand<number, 'UnixMs'>;
/** Milliseconds. */
export type DurationMs = Brand<number, 'DurationMs'>;

export const SECOND = 1_000 as DurationMs;
export const MINUTE = 60_000 as DurationMs;
export const HOUR = 3_600_000 as DurationMs;
export const DAY = 86_400_000 as DurationMs;

/** Returns the start of the `span` that holds `at`, counted from the epoch. */
export function floorTo(at: UnixMs, span: DurationMs): UnixMs {
  return (Math.floor(at / span) * span) as UnixMs;
}

/** Returns `at` moved by `span`. */
export function plus(at: UnixMs, span: number): UnixMs {
  return (at + span) as UnixMs;
}
