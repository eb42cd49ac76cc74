/** The reader's clock as the picture writes it. One is kept for each zone: formatters are dear to make. */
import { zoneOffset, type ZoneOffset } from '#core/units/zone.ts';

interface ClockWords {
  readonly offset: ZoneOffset;
  /** "19:57". */
  readonly minute: (at: number) => string;
  /** "19:57:31". */
  readonly second: (at: number) => string;
}

const clocks = new Map<string, ClockWords>();

/** Returns the clock of `timeZone`, the same object each time. */
export function clockOf(timeZone: string): ClockWords {
  const known = clocks.get(timeZone) ?? create(timeZone);
  clocks.set(timeZone, known);
  return known;
}

function create(timeZone: string): ClockWords {
  const time = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const minutes = new Intl.DateTimeFormat('en-GB', time);
  const seconds = new Intl.DateTimeFormat('en-GB', { ...time, second: '2-digit' });
  return {
    offset: zoneOffset(timeZone),
    minute: (at) => minutes.format(at),
    second: (at) => seconds.format(at),
  };
}
