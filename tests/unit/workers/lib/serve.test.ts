import { expect, test } from 'vitest';
import type { WorkerNotice } from '#contract/worker.ts';
import { Log } from '../../../../workers/lib/log.ts';
import { serve } from '../../../../workers/lib/serve.ts';
import { every } from '../../../../workers/lib/clock.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

test('a worker says ready once, and every uncaught error as a fault', () => {
  const notices: WorkerNotice[] = [];
  const listeners = new Map<string, (event: Event) => void>();
  let wasExposed = false;
  serve(
    {},
    {
      postMessage: (notice: WorkerNotice) => {
        wasExposed ||= listeners.has('message');
        notices.push(notice);
      },
      addEventListener: (type, listener) => {
        if (typeof listener === 'function') listeners.set(type, listener);
      },
      removeEventListener: () => undefined,
    },
  );
  expect(notices).toEqual([{ kind: 'ready' }]);
  expect(wasExposed).toBe(true);
  listeners.get('error')?.(Object.assign(new Event('error'), { message: 'boom' }));
  listeners.get('unhandledrejection')?.(
    Object.assign(new Event('unhandledrejection'), { reason: new Error('late') }),
  );
  expect(notices.slice(1)).toEqual([
    { kind: 'fault', message: 'boom' },
    { kind: 'fault', message: 'late' },
  ]);
});

test('a log keeps its newest two hundred lines, each cut to 500 characters', () => {
  const log = new Log(() => new ManualClock().now());
  for (let i = 0; i < 250; i++) log.add('info', `${i} ${'x'.repeat(1_000)}`);
  expect(log.lines()).toHaveLength(200);
  expect(log.lines()[0]?.text.startsWith('50 ')).toBe(true);
  expect(log.lines().every(({ text }) => text.length === 500)).toBe(true);
});

test('what is done every so often stops when it is told to, also from within', () => {
  const clock = new ManualClock();
  let runs = 0;
  const stop = every(clock, 100, () => {
    if (++runs === 3) stop();
  });
  clock.advance(1_000);
  expect(runs).toBe(3);
  expect(clock.pending).toBe(0);
});
