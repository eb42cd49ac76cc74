import { expect, test, vi } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { Recordings } from '../../../../app/boot/recordings.ts';

const info = { name: 'morning', at: 1, trades: 3, bookRows: 0, tickers: [], fromMs: 1, toMs: 2 };

vi.mock('#contract/database.ts', () => ({
  listImports: (onHeld: (id: string) => void) => {
    onHeld('held');
    return Promise.resolve([
      { id: 'broken', ...info },
      { id: 'whole', ...info },
    ]);
  },
  openReader: (exchangeId: string) =>
    exchangeId === 'import-broken'
      ? Promise.reject(new Error('the disk refuses'))
      : Promise.resolve({ gaps: () => Promise.resolve([]), close: () => undefined }),
}));

const notices: string[] = [];

test('an import that cannot be read says so in its name, and hides none of the others', async () => {
  const recordings = new Recordings({
    exchangeId: () => undefined,
    store: () => undefined,
    spawnQuery: () => {
      throw new Error('nothing is asked');
    },
    flush: () => Promise.resolve(),
    notice: (text) => notices.push(text),
    now: () => 0 as UnixMs,
    after: () => () => undefined,
  });
  expect((await recordings.list()).map(({ id, name }) => [id, name])).toEqual([
    ['broken', 'morning (cannot be read)'],
    ['whole', 'morning'],
  ]);
  await recordings.list();
  expect(notices).toEqual([expect.stringContaining('another tab of Flowboard holds it')]);
});
