/** What the range controls mean in ms. Local date and time as the browser's own input writes it. Pure. */

/** What stands in the two fields. */
export interface RangeTexts {
  /** "2026-05-13T19:57" in the reader's zone, seconds or not; empty for no bound, or `HALF_FILLED`. */
  readonly from: string;
  readonly to: string;
}

export interface RangeInput extends RangeTexts {
  readonly span: 'all' | 'hour' | 'day' | 'range';
}

export interface Range {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** An end with a day and no time, or the like: the browser gives its value as empty, which would mean no bound. */
export const HALF_FILLED = 'half-filled';
export const NO_RANGE: RangeTexts = { from: '', to: '' };

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Returns the inclusive bounds, or what is wrong with them as a sentence. */
export function toRange(input: RangeInput, now: Date): Range | string {
  switch (input.span) {
    case 'all':
      return {};
    case 'hour':
      return { from: now.getTime() - HOUR_MS };
    case 'day':
      return { from: now.getTime() - 24 * HOUR_MS };
    case 'range':
      return chosenRange(input);
  }
}

/** Returns the inclusive bounds that stand in the fields, or what is wrong with them as a sentence. */
export function chosenRange(texts: RangeTexts): Range | string {
  if (texts.from === HALF_FILLED || texts.to === HALF_FILLED)
    return `The time after “${texts.from === HALF_FILLED ? 'From' : 'to'}” is not complete: fill in day and time, or leave all of it empty.`;
  const from = instant(texts.from);
  const to = instant(texts.to);
  return from !== undefined && to !== undefined && to < from
    ? 'The range ends before it begins.'
    : { from, to };
}

/** Returns the texts of whole minutes, in the reader's zone, that hold `from`..`to`. */
export function rangeTexts(from: number, to: number): RangeTexts {
  return {
    from: localText(Math.floor(from / MINUTE_MS) * MINUTE_MS),
    to: localText(Math.ceil(to / MINUTE_MS) * MINUTE_MS),
  };
}

function instant(text: string): number | undefined {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : ms;
}

function localText(at: number): string {
  const local = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = [local.getFullYear(), two(local.getMonth() + 1), two(local.getDate())].join('-');
  return `${day}T${two(local.getHours())}:${two(local.getMinutes())}`;
}
