import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { QueryApi, SqlPortMessage } from '#contract/query.ts';
import { Caller } from '../../../../app/boot/call.ts';
import { SqlRunner } from '../../../../app/boot/sql-runner.ts';
import { FakeWorker } from '../../../support/fake-worker.ts';

const QUESTION = {
  exchangeId: 'sim',
  sql: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n',
};

function setUp() {
  const workers: FakeWorker[] = [];
  let limit: () => void = () => undefined;
  const runner = new SqlRunner({
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      const caller = new Caller<QueryApi>({ name: 'query', worker, onDeath: () => undefined });
      worker.ready();
      return caller;
    },
    after: (ms, run) => {
      expect(ms).toBe(30_000);
      limit = run;
      return () => {
        limit = () => undefined;
      };
    },
  });
  return { runner, workers, limit: () => limit() };
}

/** The worker's end of the port of the newest question. */
async function portOf(worker: FakeWorker | undefined): Promise<MessagePort> {
  await vi.waitFor(() => expect(worker?.calls.at(-1)?.argumentList).toHaveLength(2));
  const { value } = worker?.calls.at(-1)?.argumentList[1] ?? {};
  if (!(value instanceof MessagePort)) throw new Error(`Expected a port, found ${String(value)}.`);
  return value;
}

const say = (port: MessagePort, phase: 'loading' | 'running'): void => {
  const message: SqlPortMessage = { kind: 'progress', phase, done: 0, total: 0 };
  port.postMessage(message);
};

beforeEach(() => {
  vi.stubGlobal('MessagePort', new MessageChannel().port1.constructor);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a question', () => {
  test('that never ends is ended after thirty seconds with its worker, and the next has a fresh one', async () => {
    const { runner, workers, limit } = setUp();
    const phases: string[] = [];
    const outcome = runner.run(QUESTION, { onProgress: ({ phase }) => phases.push(phase) });
    say(await portOf(workers[0]), 'running');
    await vi.waitFor(() => expect(phases).toEqual(['running']));
    limit();
    expect(await outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('longer than 30 seconds') as string,
    });
    expect(workers[0]?.isTerminated).toBe(true);
    void runner.run(QUESTION);
    expect(workers).toHaveLength(2);
  });

  test('that is stopped while it runs ends with its worker', async () => {
    const { runner, workers } = setUp();
    const controller = new AbortController();
    const phases: string[] = [];
    const outcome = runner.run(QUESTION, {
      signal: controller.signal,
      onProgress: ({ phase }) => phases.push(phase),
    });
    say(await portOf(workers[0]), 'running');
    await vi.waitFor(() => expect(phases).toEqual(['running']));
    controller.abort();
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect(workers[0]?.isTerminated).toBe(true);
  });

  test('that is stopped while rows are loaded is told so, and the worker lives', async () => {
    const { runner, workers } = setUp();
    const controller = new AbortController();
    const outcome = runner.run(QUESTION, { signal: controller.signal });
    const port = await portOf(workers[0]);
    const heard = new Promise((resolve) => {
      port.onmessage = ({ data }: MessageEvent) => resolve(data);
    });
    controller.abort();
    expect(await heard).toEqual({ kind: 'cancel' });
    workers[0]?.answer({ kind: 'cancelled' });
    expect(await outcome).toEqual({ kind: 'cancelled' });
    expect(workers[0]?.isTerminated).toBe(false);
  });

  test('whose worker dies ends with why', async () => {
    const { runner, workers } = setUp();
    const outcome = runner.run(QUESTION);
    await portOf(workers[0]);
    workers[0]?.emit('error', { message: 'out of memory' });
    expect(await outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('out of memory') as string,
    });
  });
});
