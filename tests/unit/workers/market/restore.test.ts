import { expect, test } from 'vitest';
import type { SessionRow } from '#contract/rows.ts';
import type { UnixMs } from '#core/units/time.ts';
import { restore } from '../../../../workers/market/restore.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

/** Returns up to when the exchange was heard, by what is stored: trades that happened and were received so many ms ago. */
async function heardUntil(...ages: readonly (readonly [happened: number, received: number])[]) {
  const clock = new ManualClock();
  const now = clock.now();
  const trades = ages.map(([happened, received]) => ({
    trade: aTrade({ at: now - happened }),
    receivedAt: now - received,
  }));
  const target = { advance: () => undefined, restoreRollup: () => undefined, restoreTrade: () => undefined };
  const restored = restore({ reader: recordingReader({ trades }), clock, target, chosen: [] });
  await clock.run(100);
  const { newestMs } = await restored;
  return (newestMs ?? (0 as UnixMs)) - now;
}

test('what was heard last is the newest stamp of the exchange', async () => {
  expect(await heardUntil([90_000, 89_000], [60_000, 59_000])).toBe(-60_000);
});

test('a stamp from the future counts as of when it was received', async () => {
  expect(await heardUntil([90_000, 89_000], [-16_000_000_000_000, 61_000])).toBe(-61_000);
});

test('what is recorded was heard from the first session on', async () => {
  const clock = new ManualClock();
  const target = { advance: () => undefined, restoreRollup: () => undefined, restoreTrade: () => undefined };
  const heardFrom = async (starts: readonly number[]) => {
    const reader = {
      ...recordingReader({ trades: [] }),
      sessions: () => Promise.resolve(starts.map((startMs) => ({ startMs }) as SessionRow)),
    };
    const restored = restore({ reader, clock, target, chosen: [] });
    await clock.run(100);
    return (await restored).heardFrom;
  };
  expect(await heardFrom([7_000, 5_000, 9_000])).toBe(5_000);
  expect(await heardFrom([])).toBeUndefined();
});
