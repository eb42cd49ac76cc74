import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Caller } from '../../../../app/boot/call.ts';
import { FakeWorker } from '../../../support/fake-worker.ts';

interface Api {
  add(a: number, b: number): Promise<number>;
}

function setUp() {
  const worker = new FakeWorker();
  const deaths: string[] = [];
  const caller = new Caller<Api>({ name: 'test', worker, onDeath: (fault) => deaths.push(fault) });
  return { worker, caller, deaths };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a call', () => {
  test('waits until the worker is ready, then is answered', async () => {
    const { worker, caller } = setUp();
    const sum = caller.call('add', 1, 2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(worker.calls).toHaveLength(0);
    worker.ready();
    await vi.advanceTimersByTimeAsync(0);
    expect(worker.calls[0]?.path).toEqual(['add']);
    worker.answer(3);
    await expect(sum).resolves.toBe(3);
  });

  test('is rejected five seconds after the worker could have answered', async () => {
    const { worker, caller } = setUp();
    worker.ready();
    const sum = caller.call('add', 1, 2);
    const outcome = expect(sum).rejects.toThrow('did not answer "add" within 5 s');
    await vi.advanceTimersByTimeAsync(5_000);
    await outcome;
  });

  test('without a deadline waits as long as it takes', async () => {
    const { worker, caller } = setUp();
    worker.ready();
    const sum = caller.callSlow('add', 1, 2);
    await vi.advanceTimersByTimeAsync(3_600_000);
    worker.answer(3);
    await expect(sum).resolves.toBe(3);
  });
});

describe('death', () => {
  test.each([
    ['an uncaught error', 'message', { data: { kind: 'fault', message: 'boom' } }, 'boom'],
    ['an error event', 'error', { message: 'no such file' }, 'no such file'],
    ['an unreadable message', 'messageerror', {}, 'could not be read'],
  ])('%s rejects every call and is told once', async (_, type, fields, words) => {
    const { worker, caller, deaths } = setUp();
    worker.ready();
    const waiting = [caller.call('add', 1, 2), caller.callSlow('add', 3, 4)].map((call) =>
      expect(call).rejects.toThrow(words),
    );
    await vi.advanceTimersByTimeAsync(0);
    worker.emit(type, fields);
    worker.emit(type, fields);
    await Promise.all(waiting);
    expect(deaths).toHaveLength(1);
    expect(worker.isTerminated).toBe(true);
  });

  test('a worker that never says ready is dead after twenty seconds', async () => {
    const { caller, deaths } = setUp();
    const outcome = expect(caller.call('add', 1, 2)).rejects.toThrow('did not start');
    await vi.advanceTimersByTimeAsync(20_000);
    await outcome;
    expect(deaths).toEqual(['it did not start']);
  });

  test('a call after death is rejected at once', async () => {
    const { worker, caller } = setUp();
    worker.emit('error', { message: 'gone' });
    await expect(caller.call('add', 1, 2)).rejects.toThrow('not running');
  });

  test('a worker that is ended on purpose did not die', async () => {
    const { worker, caller, deaths } = setUp();
    worker.ready();
    const outcome = expect(caller.call('add', 1, 2)).rejects.toThrow('was stopped');
    caller.terminate();
    await outcome;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(deaths).toEqual([]);
  });
});
