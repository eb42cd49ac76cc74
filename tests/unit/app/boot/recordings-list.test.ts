import { expect, test, vi } from 'vitest';
import type { StoreStatus } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Recordings } from '../../../../app/boot/recordings.ts';

const info = { name: 'morning', at: 1, trades: 3, bookRows: 0, tickers: [], fromMs: 1, toMs: 2 };

const database = {
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
      : Promise.resolve({
          gaps: () => Promise.resolve([]),
          sessions: () => Promise.resolve(sessions),
          close: () => undefined,
        }),
};

vi.mock('../../../../app/boot/disk.ts', () => ({ disk: () => Promise.resolve(database) }));

const empty = { name: '', startMs: 1, endMs: 1, trades: 0, tickers: [], bookRows: 0, isPinned: false };
const sessions = [
  { ...empty, id: 1 },
  { ...empty, id: 2, trades: 1 },
  { ...empty, id: 3, bookRows: 1 },
  { ...empty, id: 4, name: 'for tonight' },
  { ...empty, id: 5, isPinned: true },
];

const notices: string[] = [];
let status: StoreStatus | undefined;

function recordingsOf(exchangeId: string | undefined): Recordings {
  return new Recordings({
    exchangeId: () => exchangeId,
    store: () => undefined,
    storeStatus: () => Promise.resolve(status),
    spawnQuery: () => {
      throw new Error('nothing is asked');
    },
    flush: () => Promise.resolve(),
    notice: (text) => notices.push(text),
    onTransfer: () => undefined,
    now: () => 0 as UnixMs,
    after: () => () => undefined,
  });
}

test('a session in which nothing came is not listed, unless somebody named or pinned it', async () => {
  const list = await recordingsOf('x').list();
  notices.length = 0;
  expect(list.filter(({ kind }) => kind === 'session').map(({ id }) => id)).toEqual(['2', '3', '4', '5']);
});

test('the session that runs is marked, by the word of the tab that records', async () => {
  status = { sessionId: 3 } as StoreStatus;
  const list = await recordingsOf('x').list();
  status = undefined;
  notices.length = 0;
  expect(list.filter(({ isRunning }) => isRunning).map(({ kind, id }) => [kind, id])).toEqual([
    ['session', '3'],
  ]);
  expect((await recordingsOf('x').list()).some(({ isRunning }) => isRunning)).toBe(false);
  notices.length = 0;
});

test('an import that cannot be read says so in its name, and hides none of the others', async () => {
  const recordings = recordingsOf(undefined);
  expect((await recordings.list()).map(({ id, name }) => [id, name])).toEqual([
    ['broken', 'morning (cannot be read)'],
    ['whole', 'morning'],
  ]);
  await recordings.list();
  expect(notices).toEqual([expect.stringContaining('another tab of Flowboard holds it')]);
});
