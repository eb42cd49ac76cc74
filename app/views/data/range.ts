/** What the range controls mean in ms. Local date and time as the browser's own input writes it. */

export interface RangeInput {
  readonly span: 'all' | 'hour' | 'day' | 'range';
  /** "2026-05-13T19:57" in the reader's zone; empty for no bound. */
  readonly from: string;
  readonly to: string;
}

export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

const HOUR_MS = 3_600_000;

/** Returns the inclusive bounds, or `undefined` when the range ends before it begins. */
export function toRange(input: RangeInput, now: Date): Range | undefined {
  switch (input.span) {
    case 'all':
      return {};
    case 'hour':
      return { from: now.getTime() - HOUR_MS };
    case 'day':
      return { from: now.getTime() - 24 * HOUR_MS };
    case 'range': {
      const from = instant(input.from);
      const to = instant(input.to);
      return from !== undefined && to !== undefined && to < from ? undefined : { from, to };
    }
  }
}

function instant(text: string): number | undefined {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}
