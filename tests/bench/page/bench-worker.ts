/** The worker of the benchmark page: does one job with the product's own modules and answers with numbers. */
import { Books } from '#core/market/book/books.ts';
import { MarketEngine } from '#core/market/engine.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import type { Price } from '#core/units/price.ts';
import type { Quantity } from '#core/units/quantity.ts';
import type { Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Decoder } from '#core/wire/decode.ts';
import type { Trade } from '#core/wire/messages.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import { applyBooks } from './book-job.ts';
import { detectGaps } from './gap-job.ts';
import { drawHeatmap } from './heatmap-job.ts';
import type { Job, JobResult } from './jobs.ts';
import { prune, seed } from './store-jobs.ts';

const SEPARATOR = '\u001e';

/** The windows the board keeps by default, minutes. */
const WINDOWS = [5, 10, 30, 60];

onmessage = (event: MessageEvent<Job>) => {
  run(event.data).then(
    (result) => postMessage(result),
    // A rejection in a worker reaches nobody; an error does.
    (error: unknown) =>
      setTimeout(() => {
        throw error;
      }),
  );
};

async function run(job: Job): Promise<JobResult> {
  switch (job.kind) {
    case 'count-frames':
      return readFeed(job.url, job.token, job.seconds, () => undefined);
    case 'latency': {
      const delays: number[] = [];
      const counted = await readFeed(job.url, job.token, job.seconds, (sentAt) =>
        delays.push(Date.now() - sentAt),
      );
      delays.sort((a, b) => a - b);
      return { ...counted, value: delays[Math.floor(delays.length * 0.99)] ?? Number.NaN };
    }
    case 'decode-apply':
      return decodeApply(job.frames, job.rounds);
    case 'book-apply':
      return applyBooks(job.deltas, job.markets, job.rounds);
    case 'windows':
      return fillWindows(job.trades, job.tickers);
    case 'seed':
      return seed(job);
    case 'prune':
      return prune(job);
    case 'heatmap':
      return drawHeatmap(job.frames, job.isFull, job.isShown);
    case 'gap-detection':
      return detectGaps(job);
  }
}

/** Reads the feed for `seconds` from the first trade on; parses every frame, as the market worker must. */
function readFeed(
  url: string,
  token: string,
  seconds: number,
  onTrade: (sentAt: number) => void,
): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, ['flowboard.v1', `token.${token}`]);
    let started = 0;
    let first = 0;
    let last = 0;
    let count = 0;
    socket.onopen = () =>
      socket.send(JSON.stringify({ id: 1, cmd: 'subscribe', params: { channels: ['trade'] } }));
    socket.onerror = () => reject(new Error('Expected the relay to accept the socket, but it was refused.'));
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      for (const text of data.split(SEPARATOR)) {
        if (text === '') continue;
        const frame = JSON.parse(text) as { type: string; seq?: number; msg: { ts_ms: number } };
        if (frame.type !== 'trade' || frame.seq === undefined) continue;
        if (count++ === 0) {
          started = performance.now();
          first = frame.seq;
        }
        last = frame.seq;
        onTrade(frame.msg.ts_ms);
      }
      const elapsed = (performance.now() - started) / 1000;
      if (count === 0 || elapsed < seconds) return;
      socket.close();
      resolve({ value: count / elapsed, count, missing: last - first + 1 - count });
    };
  });
}

function decodeApply(frames: readonly string[], rounds: number): JobResult {
  const received = Date.now() as UnixMs;
  let count = 0;
  const started = performance.now();
  for (let round = 0; round < rounds; round++) {
    const decoder = new Decoder();
    const sequencer = new Sequencer();
    const engine = new MarketEngine({ windows: WINDOWS });
    const books = new Books({ onDoubt: () => undefined, onEvent: () => undefined });
    for (const text of frames) {
      const decoded = decoder.decode(text);
      if (decoded.sid !== undefined && decoded.seq !== undefined) sequencer.observe(decoded.sid, decoded.seq);
      if (decoded.kind === 'trade') engine.apply(decoded.trade, received);
      else if (decoded.kind === 'delta') books.delta(decoded, decoded.seq, received);
      else if (decoded.kind === 'snapshot') {
        books.watch(decoded.ticker, FINEST_GRID);
        books.snapshot(decoded, decoded.seq, received);
      }
      count++;
    }
  }
  return { value: count / ((performance.now() - started) / 1000), count, missing: 0 };
}

/** Trades of an hour and more over many tickers, so that expiry costs what it costs. */
function fillWindows(trades: number, tickers: number): JobResult {
  const names = Array.from({ length: tickers }, (_, i) => `KXBENCH-26NOV20-T${i}` as Ticker);
  const engine = new MarketEngine({ windows: WINDOWS });
  const begin = 1_760_000_000_000;
  /** Spread over 70 minutes: the last sixth of the trades expires the first. */
  const stepMs = (70 * 60_000) / trades;
  const started = performance.now();
  for (let i = 0; i < trades; i++) {
    const venueAt = Math.floor(begin + i * stepMs) as UnixMs;
    const trade: Trade = {
      ticker: names[(i * 7919) % tickers] ?? ('T' as Ticker),
      tradeId: undefined,
      yesPrice: (100 + ((i * 37) % 9800)) as Price,
      quantity: (100 + (i % 5000)) as Quantity,
      taker: (i & 1) === 0 ? 'yes' : 'no',
      isBlock: false,
      venueAt,
    };
    engine.apply(trade, venueAt);
    if ((i & 0xffff) === 0) engine.advance(venueAt);
  }
  return { value: trades / ((performance.now() - started) / 1000), count: trades, missing: 0 };
}
