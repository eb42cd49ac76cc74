/** The store's own code at work in a real worker, on the real disk: filling a day quickly, and pruning it. */
import type { Retention, StoreAnswer } from '#contract/store.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import { buffersOf, TradeColumnsBuilder } from '#core/market/columns.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { DAY, type UnixMs } from '#core/units/time.ts';
import { systemClock, type Clock } from '../../../workers/lib/clock.ts';
import { createStore, type Store } from '../../../workers/store/service.ts';
import { madeTrades } from '../made-trades.ts';
import type { Job, JobResult } from './jobs.ts';

const TICKERS = 400;
/** As the recorder hands over at 20,000 trades a second: every 100 ms. */
const BATCH = 2_000;
/** Batches under way: enough to keep the writer busy, few enough that it refuses none. */
const MAX_UNANSWERED = 8;
const KEEP_ALL: Retention = { days: 3_650, bytes: 0 };

export async function seed(job: Extract<Job, { kind: 'seed' }>): Promise<JobResult> {
  const tickers = Array.from({ length: TICKERS }, (_, i) => `KXSEED${i % 7}-26NOV20-T${i}` as Ticker);
  const next = madeTrades(2, TICKERS);
  const store = createStore({ clock: systemClock(), gauge: undefined });
  const { port1, port2 } = new MessageChannel();
  let underWay = 0;
  let stored = 0;
  let wake: () => void = () => undefined;
  port1.onmessage = ({ data }: MessageEvent<StoreAnswer>) => {
    if (data.kind === 'recording') return;
    underWay--;
    if (data.kind === 'stored') stored += data.count;
    wake();
  };
  const answered = async (most: number): Promise<void> => {
    while (underWay > most)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  await store.start({ exchangeId: job.exchangeId, retention: KEEP_ALL }, port2);
  const started = performance.now();
  const builder = new TradeColumnsBuilder(BATCH);
  const stepMs = (job.toMs - job.fromMs) / job.trades;
  for (let i = 0, batch = 1; i < job.trades; batch++) {
    for (const end = Math.min(i + BATCH, job.trades); i < end; i++) {
      const { ticker, yesPrice, quantity, isTakerYes } = next();
      const at = Math.floor(job.fromMs + i * stepMs);
      builder.append(
        {
          ticker: tickers[ticker] ?? ('T' as Ticker),
          tradeId: crypto.randomUUID(),
          yesPrice: yesPrice as Price,
          quantity: quantity as Quantity,
          taker: isTakerYes ? 'yes' : 'no',
          isBlock: false,
          venueAt: at as UnixMs,
        },
        (at + 20 + (i % 40)) as UnixMs,
      );
    }
    const columns = builder.take();
    underWay++;
    port1.postMessage({ kind: 'trades', version: STORE_PORT_VERSION, batch, columns }, buffersOf(columns));
    await answered(MAX_UNANSWERED);
  }
  await answered(0);
  await store.flush();
  const value = job.trades / ((performance.now() - started) / 1000);
  await store.stop();
  return { value, count: stored, missing: job.trades - stored };
}

export async function prune({ exchangeId }: Extract<Job, { kind: 'prune' }>): Promise<JobResult> {
  const real = systemClock();
  let aheadMs = 0;
  const clock: Clock = { ...real, now: () => (real.now() + aheadMs) as UnixMs };
  const store = createStore({ clock, gauge: undefined });
  const { port2 } = new MessageChannel();
  const before = await heldBy(store, exchangeId, port2);
  aheadMs = 2 * DAY;
  const started = performance.now();
  const { chunks } = await store.setRetention({ days: 1, bytes: 0 });
  const value = (performance.now() - started) / 1000;
  await store.stop();
  return { value, count: before, missing: chunks };
}

async function heldBy(store: Store, exchangeId: string, port: MessagePort): Promise<number> {
  return (await store.start({ exchangeId, retention: KEEP_ALL }, port)).tradesOnDisk;
}
