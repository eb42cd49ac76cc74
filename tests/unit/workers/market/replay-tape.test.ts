import { describe, expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { ReplayTrades } from '../../../../workers/market/replay-trades.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { aTrade } from '../../../support/trades.ts';

const START = 1_800_000_000_000;
const MINUTE = 60_000;

/** A trade a second for ten minutes, heard 40 ms later by a clock that is `off` ms ahead. */
function heard(off: number) {
  return Array.from({ length: 600 }, (_, i) => {
    const at = START + 1_000 * i;
    return { trade: aTrade({ at }), receivedAt: at + off + 40 };
  });
}

async function played(trades: ReturnType<typeof heard>, from: number, to: number) {
  const found: number[] = [];
  const read = new ReplayTrades(recordingReader({ trades }), () => Infinity);
  for await (const { at } of read.between(from as UnixMs, to as UnixMs)) found.push(at);
  return found;
}

describe.each([0, 1_500, 15_000, 60_000, 290_000, -15_000, -60_000, -290_000])(
  'of a clock that was off by %i ms',
  (off) => {
    test('a replay has every trade, when it was heard', async () => {
      const trades = heard(off);
      expect(await played(trades, START + off, START + off + 11 * MINUTE)).toEqual(
        trades.map(({ receivedAt }) => receivedAt),
      );
    });

    test('a trade that was fetched later stands where it happened, by that clock', async () => {
      const fetched = { trade: aTrade({ at: START + 30_500 }), receivedAt: START + off + 8 * MINUTE };
      const found = await played([...heard(off), fetched], START + off, START + off + 11 * MINUTE);
      expect(found).toHaveLength(601);
      const place = found.findIndex((at, i) => at - (found[i - 1] ?? at) < 900 && i > 0);
      expect(Math.abs((found[place] ?? 0) - (START + off + 30_500))).toBeLessThan(2_000);
    });
  },
);
