/** The way from the exchange to a worker, and the worker's own pure speed; in Chromium, through a real relay process. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Page } from 'playwright';
import WebSocket from 'ws';
import { inTemporaryFolder, startScript, wait } from '../support/processes.ts';
import { buildBenchPage, openChromium, residentMb, startRelayFor, TOKEN } from './harness.ts';
import type { Job, JobResult } from './page/jobs.ts';
import type { Bench, Measured } from './targets.ts';

const FLOOD = 'tests/bench/flood.ts';
const RECORDINGS = '../shared/data';

/** What is asked of the relay: the floor, with room to see whether it does more. */
const OFFERED = 30_000;
const SECONDS = 30;

declare global {
  function runJob(job: Job): Promise<JobResult>;
}

const job = (page: Page, request: Job): Promise<JobResult> =>
  page.evaluate((asked) => runJob(asked), request);

export const feedBench: Bench = {
  names: ['relay.throughput', 'relay.added-latency', 'decode-apply', 'book.apply', 'windows'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const directory = join(folder, 'page');
      await buildBenchPage(directory);
      const results: Measured[] = [];
      const context = await openChromium(join(folder, 'profile'));
      const page = await context.newPage();

      const through = async (
        rate: number,
        seconds: number,
        kind: 'count-frames' | 'latency',
      ): Promise<JobResult> => {
        const exchange = await startScript(FLOOD, ['--rate', String(rate), '--pad', '250']);
        const relay = await startRelayFor(exchange.port, directory, join(folder, 'home'));
        await page.goto(`http://127.0.0.1:${relay.port}/`);
        const url = `ws://127.0.0.1:${relay.port}/feed`;
        const result = await job(page, { kind, url, token: TOKEN, seconds });
        await relay.stop();
        await exchange.stop();
        return result;
      };

      const throughput = await through(OFFERED, SECONDS, 'count-frames');
      results.push({
        name: 'relay.throughput',
        value: throughput.value,
        note: `${OFFERED} offered for ${SECONDS} s, ${throughput.missing} missing`,
      });
      const latency = await through(1_000, 15, 'latency');
      results.push({
        name: 'relay.added-latency',
        value: latency.value,
        note: 'whole way from the exchange to the worker, so an upper bound',
      });

      const exchange = await startScript(FLOOD, ['--rate', '1']);
      const relay = await startRelayFor(exchange.port, directory, join(folder, 'home'));
      await page.goto(`http://127.0.0.1:${relay.port}/`);
      const { frames, note } = await sampleFrames();
      const decoded = await job(page, { kind: 'decode-apply', frames, rounds: 6 });
      results.push({ name: 'decode-apply', value: decoded.value, note });
      // Few enough to stay in the processor's cache, where a frame that was just decoded is too.
      const applied = await job(page, { kind: 'book-apply', deltas: 20_000, markets: 50, rounds: 250 });
      results.push({
        name: 'book.apply',
        value: applied.missing === 0 ? applied.value : 0,
        note: `50 books on a grid of tenths of a cent, 100 levels a side, ${applied.missing} not applied`,
      });
      const windows = await job(page, { kind: 'windows', trades: 3_000_000, tickers: 5_000 });
      results.push({
        name: 'windows',
        value: windows.value,
        note: '5,000 tickers, four windows, 70 minutes',
      });
      await relay.stop();
      await exchange.stop();
      await context.close();
      return results;
    }),
};

/** Real frames where the recordings are at hand (a mixture of books and trades), else made ones. */
async function sampleFrames(): Promise<{ frames: readonly string[]; note: string }> {
  if (!existsSync(RECORDINGS)) {
    const frames = Array.from(
      { length: 100_000 },
      (_, i) =>
        `{"type":"trade","sid":1,"seq":${i + 1},"msg":{"trade_id":"00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}",` +
        `"market_ticker":"KXBENCH-26NOV20-T${i % 200}","yes_price_dollars":"0.${10 + (i % 80)}00","count_fp":"${1 + (i % 90)}.00",` +
        `"taker_outcome_side":"${i % 2 === 0 ? 'yes' : 'no'}","ts_ms":${1_760_000_000_000 + i}}}`,
    );
    return { frames, note: 'made frames: no recordings at hand' };
  }
  const frames: string[] = [];
  const names = readdirSync(RECORDINGS).filter((name) =>
    /^(book_kxbtc15m|trades_kxeth).*\.jsonl\.gz$/.test(name),
  );
  for (const name of names.filter((_, i) => i % 5 === 0)) {
    const lines = createInterface({ input: createReadStream(join(RECORDINGS, name)).pipe(createGunzip()) });
    let taken = 0;
    for await (const line of lines) {
      const { raw } = JSON.parse(line) as { raw: unknown };
      frames.push(typeof raw === 'string' ? raw : JSON.stringify(raw));
      if (++taken === 40_000) break;
    }
    lines.close();
  }
  return { frames, note: `${frames.length} recorded frames, books and trades` };
}

/** A client that stops reading: how much the relay grows until it cuts it off. */
export const stalledBench: Bench = {
  names: ['relay.stalled-client'],
  run: () =>
    inTemporaryFolder(async (folder) => {
      const exchange = await startScript(FLOOD, ['--rate', '10000', '--pad', '250']);
      const relay = await startRelayFor(exchange.port, 'dist', join(folder, 'home'));
      const pid = relay.process.pid ?? 0;
      const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/feed`, ['flowboard.v1', `token.${TOKEN}`], {
        origin: `http://127.0.0.1:${relay.port}`,
      });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send(JSON.stringify({ id: 1, cmd: 'subscribe', params: { channels: ['trade'] } }));
      await wait(5_000);
      const before = residentMb(pid);
      socket.pause();
      let most = before;
      for (let i = 0; i < 60; i++) {
        await wait(500);
        most = Math.max(most, residentMb(pid));
      }
      socket.terminate();
      await relay.stop();
      await exchange.stop();
      return [
        {
          name: 'relay.stalled-client',
          value: most - before,
          note: '30 s without reading at 10,000 frames/s',
        },
      ];
    }),
};
