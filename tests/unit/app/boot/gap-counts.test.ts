/** The list of recordings, a replay and the bottom line count the gaps of one recording: all say the same number. */
import { expect, test, vi } from 'vitest';
import { filledRow } from '#contract/gap-rows.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { GapRow } from '#contract/store.ts';
import { createRng } from '#core/lib/rng.ts';
import { MINUTE, SECOND, type UnixMs } from '#core/units/time.ts';
import { Recordings } from '../../../../app/boot/recordings.ts';
import { Gaps } from '../../../../workers/market/gaps.ts';
import { ReplaySession } from '../../../../workers/market/replay.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { recordingReader } from '../../../support/fake-recording.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const START = 1_800_000_000_000;
const TO = START + 5 * MINUTE;

const row = (from: number, to: number, reason: string, channel = 'trade'): GapRow => ({
  fromMs: (START + from * SECOND) as UnixMs,
  toMs: (START + to * SECOND) as UnixMs,
  channel,
  reason,
});
const BOOKS = 'orderbook_delta';
const [refetched, whole] = [row(60, 62, 'sequence'), row(90, 95, 'disconnect', BOOKS)];

/** Four are open in its time: one reaches into it, one of books with its beginning, one of trades, one that has no end yet. */
const ROWS: readonly GapRow[] = [
  row(-100, 0, 'reload'),
  row(-50, 10, 'disconnect'),
  ...[refetched, filledRow(refetched)],
  ...[{ ...whole, toMs: whole.fromMs }, whole],
  row(120, 130, 'not-stored'),
  row(200, 200, 'sequence', BOOKS),
  row(301, 400, 'reload'),
];
const OPEN = 4;

const reader = recordingReader({
  trades: [30, 290].map((at) => ({
    trade: aTrade({ at: START + at * SECOND }),
    receivedAt: START + at * SECOND,
  })),
  gaps: ROWS,
});

const database = {
  listImports: () => Promise.resolve([{ id: 'a', name: 'morning', ...facts, fromMs: START, toMs: TO }]),
  openReader: () => Promise.resolve({ ...reader, sessions: () => Promise.resolve([session]) }),
};

vi.mock('../../../../app/boot/disk.ts', () => ({ disk: () => Promise.resolve(database) }));

const facts = { at: 1, trades: 2, bookRows: 0, tickers: [] };
const session = { id: 1, name: '', startMs: START, endMs: TO, isPinned: false, ...facts };

test('one recording has as many gaps everywhere', async () => {
  const recordings = new Recordings({
    exchangeId: () => 'x',
    store: () => undefined,
    storeStatus: () => Promise.resolve(undefined),
    spawnQuery: () => {
      throw new Error('nothing is asked');
    },
    flush: () => Promise.resolve(),
    notice: () => undefined,
    onTransfer: () => undefined,
    now: () => 0 as UnixMs,
    after: () => () => undefined,
  });
  const listed = (await recordings.list()).map(({ kind, gaps }) => [kind, gaps]);
  expect(listed.sort()).toEqual([
    ['import', OPEN],
    ['session', OPEN],
  ]);

  const live = new Gaps(() => undefined);
  live.restore(ROWS);
  expect(live.within(START as UnixMs, TO as UnixMs)).toHaveLength(OPEN);

  const app = new FakePort<FramePortMessage, FramePortMessage>();
  const replay = new ReplaySession(
    { exchangeId: 'sim', name: 'made', from: START as UnixMs, to: TO as UnixMs },
    10,
    { clock: new ManualClock(), rng: createRng(1), reader, app },
  );
  await replay.start();
  expect((await replay.overview()).gaps).toHaveLength(OPEN);

  await replay.seek(TO);
  app.receive({ kind: 'frame-request', id: 1, windowMinutes: 10, includeCombos: true });
  const frame = app.sent.at(-1);
  expect(frame?.kind === 'frame' && frame.status.gaps).toBe(OPEN);

  // Back from the end, one step for each.
  const stops: number[] = [];
  for (let at = TO; at > START && stops.length < 9; at = stops.at(-1) ?? START) {
    await replay.step('gap', -1, undefined);
    stops.push(replay.status.at);
  }
  expect(stops.map((at) => (at - START) / SECOND)).toEqual([200, 120, 90, 0]);
  await replay.stop();
});
