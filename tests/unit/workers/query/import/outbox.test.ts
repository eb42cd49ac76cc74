import { describe, expect, test } from 'vitest';
import { TradeColumnsBuilder } from '#core/market/columns.ts';
import type { StoreAnswer, StoreMessage } from '#contract/store.ts';
import { Outbox } from '../../../../../workers/query/import/outbox.ts';
import { FakePort } from '../../../../support/fake-port.ts';

function setUp(batches: number) {
  const port = new FakePort<StoreMessage, StoreAnswer>();
  const outbox = new Outbox(port);
  for (let i = 0; i < batches; i++) outbox.trades(new TradeColumnsBuilder().take());
  return { port, outbox };
}

/** Whether `promise` has been settled by now. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  return Promise.race([
    promise.then(() => true),
    Promise.resolve()
      .then(() => Promise.resolve())
      .then(() => false),
  ]);
}

describe('batches on their way to the store', () => {
  test('are at most twenty without an answer', async () => {
    expect(await isSettled(setUp(19).outbox.room())).toBe(true);
    const { port, outbox } = setUp(20);
    const room = outbox.room();
    expect(await isSettled(room)).toBe(false);
    port.receive({ kind: 'stored', batch: 7, count: 0 });
    await expect(room).resolves.toBeUndefined();
  });

  test('are settled when all are answered', async () => {
    const { port, outbox } = setUp(2);
    const settled = outbox.settle();
    port.receive({ kind: 'stored', batch: 1, count: 0 });
    expect(await isSettled(settled)).toBe(false);
    port.receive({ kind: 'stored', batch: 2, count: 0 });
    await expect(settled).resolves.toBeUndefined();
  });

  test('end the import when one is refused, whatever else is stored', async () => {
    const { port, outbox } = setUp(2);
    const settled = outbox.settle();
    port.receive({ kind: 'not-stored', batch: 1, count: 0, reason: 'The disk is full.' });
    port.receive({ kind: 'stored', batch: 2, count: 0 });
    await expect(settled).rejects.toThrow('The disk is full.');
    await expect(outbox.room()).rejects.toThrow('The disk is full.');
  });
});
