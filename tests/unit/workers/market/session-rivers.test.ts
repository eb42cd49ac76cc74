/** What a session tells its rivers: the past again once it was read back, and no more of now than was heard. */
import { NO_ALERTS } from '#core/market/alerts/rule.ts';
import { expect, test } from 'vitest';
import type { StoreReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { plus } from '#core/units/time.ts';
import { MarketSession } from '../../../../workers/market/session.ts';
import type { OpenSocket } from '../../../../workers/market/socket.ts';
import { FakePort } from '../../../support/fake-port.ts';
import { fakeSockets } from '../../../support/fake-socket.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';
import { aTrade } from '../../../support/trades.ts';

const TICKER = 'KXA-1' as Ticker;

/** A reader of one trade, which happened a second ago. */
function aReader(clock: ManualClock): StoreReader {
  const rows = new TradeColumnsBuilder();
  const at = plus(clock.now(), -1_000);
  rows.append(aTrade({ ticker: TICKER, at }), at);
  const journal = [rows.take()];
  return {
    holdings: () =>
      Promise.resolve({
        chunks: 0,
        trades: 1,
        bookRows: 0,
        bytes: 0,
        oldestMs: at,
        newestMs: at,
        bookBytes: 0,
        bookFromMs: undefined,
        bookToMs: undefined,
      }),
    inventory: () => Promise.resolve({ trades: [], books: [], others: [] }),
    chunks: () => Promise.resolve({ trades: [], books: [] }),
    snapshot: () =>
      Promise.resolve({
        total: 1,
        sealed: async function* () {
          // Nothing is sealed.
        },
        journal,
        rollups: [],
      }),
    rollups: () => Promise.resolve([]),
    gaps: () => Promise.resolve([]),
    books: async function* () {
      // None were recorded.
    },
    markets: () => Promise.resolve([]),
    sessions: () => Promise.resolve([]),
    alerts: () => Promise.resolve([]),
    damaged: () => 0,
    removed: () => 0,
    close: () => undefined,
  };
}

function aSession(clock: ManualClock, openReader: () => Promise<StoreReader>, openSocket: OpenSocket) {
  return new MarketSession(
    {
      exchangeId: 'sim',
      feedUrl: 'ws://127.0.0.1:1/feed',
      apiUrl: 'http://127.0.0.1:1/api',
      token: 'a-token-for-tests_0123456789',
      windowMinutes: 10,
      restEnabled: false,
      recording: { tickers: [], mostActive: 0 },
      alerts: NO_ALERTS,
    },
    {
      clock,
      rng: createRng(1),
      // Of the relay only /health is asked.
      fetch: () => Promise.resolve(Response.json({ exchangeId: 'sim' })),
      openSocket,
      openReader,
    },
    {
      app: new FakePort<FramePortMessage, FramePortMessage>(),
      store: new FakePort<StoreMessage, StoreAnswer>(),
    },
  );
}

async function pass(clock: ManualClock, ms: number, step: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    await settle();
    clock.advance(step);
  }
  await settle();
}

test('a river that was opened before the past was read back begins again with it', async () => {
  const clock = new ManualClock();
  let open = (): void => undefined;
  const openReader = () =>
    new Promise<StoreReader>((resolve) => {
      open = () => {
        resolve(aReader(clock));
      };
    });
  const session = aSession(clock, openReader, fakeSockets().open);
  const started = session.start();
  const river = new FakePort<RiverMessage, RiverAnswer>();
  session.openRiver(TICKER, river);
  const said = () =>
    river.sent.filter(({ kind }) => kind === 'begin' || kind === 'trades').map(({ kind }) => kind);
  expect(said()).toEqual(['begin']);
  open();
  await pass(clock, 5, 1);
  await started;
  expect(said()).toEqual(['begin', 'begin', 'trades']);
  void session.stop();
});

test('while nothing comes on an open line, a river is known up to the last word and no further', async () => {
  const clock = new ManualClock();
  const { open, connections } = fakeSockets();
  const session = aSession(clock, () => Promise.resolve(aReader(clock)), open);
  const started = session.start();
  await pass(clock, 5, 1);
  await started;
  const line = must(connections[0], 'a connection');
  line.handlers.onOpen();
  const river = new FakePort<RiverMessage, RiverAnswer>();
  session.openRiver(TICKER, river);
  const knownUntil = () =>
    Math.max(...river.sent.map((message) => (message.kind === 'books' ? message.columns.until : 0)));
  await pass(clock, 1_000, 100);
  line.handlers.onText('{"type":"subscribed","id":1,"msg":{"channel":"trade","sid":1}}');
  const heardAt = clock.now();
  await pass(clock, 4_000, 100);
  expect(knownUntil()).toBe(heardAt);
  line.handlers.onText('{"type":"ok","id":9,"sid":1,"seq":1}');
  await pass(clock, 200, 100);
  expect(knownUntil()).toBe(heardAt + 4_000);
  void session.stop();
});
