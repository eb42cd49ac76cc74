/** What the range controls mean in ms: date and time by the reader's clock, as the browser's own input writes them. Pure. */
import { instantAt } from '#core/units/zone.ts';
import { zoneWords, type Clock } from '../../format/time.ts';

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
export function toRange(input: RangeInput, now: Date, clock: Clock): Range | string {
  switch (input.span) {
    case 'all':
      return {};
    case 'hour':
      return { from: now.getTime() - HOUR_MS };
    case 'day':
      return { from: now.getTime() - 24 * HOUR_MS };
    case 'range':
      return chosenRange(input, clock);
  }
}

/** Returns the inclusive bounds that stand in the fields, or what is wrong with them as a sentence. */
export function chosenRange(texts: RangeTexts, clock: Clock): Range | string {
  if (texts.from === HALF_FILLED || texts.to === HALF_FILLED)
    return `The time after “${texts.from === HALF_FILLED ? 'From' : 'to'}” is not complete: fill in day and time, or leave all of it empty.`;
  const from = instant(texts.from, clock);
  const to = instant(texts.to, clock);
  return from !== undefined && to !== undefined && to < from
    ? 'The range ends before it begins.'
    : { from, to };
}

/** Returns the texts of whole minutes, in the reader's zone, that hold `from`..`to`. */
export function rangeTexts(from: number, to: number, clock: Clock): RangeTexts {
  return {
    from: localText(Math.floor(from / MINUTE_MS) * MINUTE_MS, clock),
    to: localText(Math.ceil(to / MINUTE_MS) * MINUTE_MS, clock),
  };
}

/** Returns the zone in which the fields are read: that of the ends that stand there, of `now` where none does. */
export function rangeZone(texts: RangeTexts, now: number, clock: Clock): string {
  const ends = [instant(texts.from, clock), instant(texts.to, clock)].filter((end) => end !== undefined);
  return zoneWords(ends[0] ?? now, ends.at(-1) ?? now, clock);
}

/** The field's own text has no zone: read as UTC it is what the reader's clock shows. */
function instant(text: string, clock: Clock): number | undefined {
  const local = Date.parse(`${text}Z`);
  return Number.isNaN(local) ? undefined : instantAt(local, clock.offset);
}

function localText(at: number, clock: Clock): string {
  return new Date(at + clock.offset(at)).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
}
