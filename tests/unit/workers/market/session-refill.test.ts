/** A gap of an earlier visit is filled by REST: its trades, and none that is stored already, whatever the clocks said then. */
import { expect, test } from 'vitest';
import type { FramePortMessage } from '#contract/frames.ts';
import type { GapRow, StoreAnswer, StoreMessage } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import { HOUR, SECOND, type UnixMs } from '#core/units/time.ts';
import { MarketSession } from '../../../../workers/market/session.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade, tradeRow } from '../../../support/trades.ts';

interface Visit {
  /** Ms by which our clock was ahead of the exchange's. */
  readonly aheadMs?: number;
  /** Ms from a trade until it was received. */
  readonly lagMs?: number;
  readonly hasIds?: boolean;
  /** Seconds that were removed, before the start or while the page runs; the second is not in it. */
  readonly removed?: readonly [from: number, to: number];
  readonly isRemovedNow?: boolean;
}

/** Two minutes with a trade a second, those of seconds 60 to 69 missed; returns the seconds of the trades that are written now. */
async function refilled({
  aheadMs = 0,
  lagMs = 40,
  hasIds = true,
  removed,
  isRemovedNow = false,
}: Visit): Promise<readonly number[]> {
  const clock = new ManualClock();
  const start = clock.now() - 3 * HOUR;
  const all = Array.from({ length: 120 }, (_, second) =>
    aTrade({ at: start + second * SECOND, ...(hasIds ? {} : { tradeId: undefined }) }),
  );
  const gap: GapRow = {
    fromMs: (start + 59 * SECOND) as UnixMs,
    toMs: (start + 70 * SECOND + Math.max(0, aheadMs)) as UnixMs,
    channel: 'trade',
    reason: 'disconnect',
  };
  const heard = all.filter((_, second) => second < 60 || second >= 70);
  const trades = heard.map((trade) => ({ trade, receivedAt: trade.venueAt + aheadMs + lagMs }));
  const gone: GapRow[] =
    removed === undefined
      ? []
      : [
          {
            fromMs: (start + removed[0] * SECOND) as UnixMs,
            toMs: (start + removed[1] * SECOND) as UnixMs,
            channel: 'trade',
            reason: 'removed',
          },
        ];
  const store = new FakePort<StoreMessage, StoreAnswer>();
  const session = new MarketSession(
    {
      ...{
        exchangeId: 'sim',
        feedUrl: 'ws://127.0.0.1:1/feed',
        apiUrl: 'http://127.0.0.1:1/api',
        token: 'x',
      },
      ...{
        windowMinutes: 10,
        restEnabled: true,
        recording: { tickers: [], mostActive: 0 },
        alerts: NO_ALERTS,
      },
    },
    {
      clock,
      rng: createRng(1),
      fetch: (input) => {
        const url = new URL(input instanceof Request ? input.url : input);
        if (!url.pathname.endsWith('/trades')) return Promise.resolve(Response.json({}));
        const [low = 0, high = 0] = ['min_ts', 'max_ts'].map(
          (name) => SECOND * Number(url.searchParams.get(name)),
        );
        const rows = all.filter(({ venueAt }) => venueAt >= low && venueAt <= high).reverse();
        return Promise.resolve(Response.json({ trades: rows.map(tradeRow), cursor: '' }));
      },
      openSocket: () => ({ send: () => undefined, close: () => undefined }),
      openReader: () =>
        Promise.resolve(recordingReader({ trades, gaps: isRemovedNow ? [gap] : [gap, ...gone] })),
    },
    { app: new FakePort<FramePortMessage, FramePortMessage>(), store },
  );
  void session.start();
  if (isRemovedNow) store.receive({ kind: 'erased', gaps: gone, staysShown: true });
  let answered = 0;
  for (let second = 0; second < 8; second++) {
    await clock.run(1_000);
    for (const message of store.sent.slice(answered))
      if (message.kind === 'trades')
        store.receive({ kind: 'stored', batch: message.batch, count: message.columns.count });
    answered = store.sent.length;
  }
  const written = store.sent.flatMap((message) =>
    message.kind === 'trades' ? [...message.columns.venueAt] : [],
  );
  return written.map((at) => (at - start) / SECOND).sort((a, b) => a - b);
}

const MISSED = Array.from({ length: 10 }, (_, second) => 60 + second);

test.each<[string, Visit]>([
  ['right', {}],
  ['6.5 s ahead', { aheadMs: 6_500 }],
  ['4 minutes ahead', { aheadMs: 240_000 }],
  ['15 s behind', { aheadMs: -15_000 }],
  ['right, and the line 9 s late', { lagMs: 9_000 }],
])('what is written is what was missed, with a clock that was %s', async (_, visit) => {
  expect(await refilled(visit)).toEqual(MISSED);
});

test.each<[string, Visit]>([
  ['before the start', { removed: [63, 66] }],
  ['while the page runs', { removed: [63, 66], isRemovedNow: true }],
])(
  'of what was missed nothing is written that was removed %s, and all that lies beside it',
  async (_, visit) => {
    expect(await refilled(visit)).toEqual([60, 61, 62, 66, 67, 68, 69]);
  },
);

test('beside trades without ids nothing is written: it could not be told from what is there', async () => {
  expect(await refilled({ hasIds: false })).toEqual([]);
});
