/** The history of alerts as a page knows it: told at once where the tab leads, asked for where it follows. */
import { expect, test, vi } from 'vitest';
import type { AlertRow } from '#contract/rows.ts';
import type { UnixMs } from '#core/units/time.ts';
import { AlertLog } from '../../../../app/boot/alert-log.ts';
import type { LatestFrames } from '../../../../app/state/frames.ts';
import { anAlert } from '../../../support/alerts.ts';

/** A worker that answers when the test says so. */
function aSource() {
  const asked: number[] = [];
  let answer: (rows: readonly AlertRow[]) => void = () => undefined;
  return {
    asked,
    answer: (...rows: readonly AlertRow[]) => answer(rows),
    callSlow: (_verb: 'nextAlerts', afterId: number) => {
      asked.push(afterId);
      return new Promise<readonly AlertRow[]>((resolve) => (answer = resolve));
    },
  };
}

function aLog(kept: readonly AlertRow[] = []) {
  const listeners: (() => void)[] = [];
  let newestAlert: number | undefined;
  const ask = vi.fn(() => Promise.resolve(kept));
  const log = new AlertLog({
    frames: {
      subscribe: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
      getSnapshot: () => ({ status: { value: { newestAlert } } }) as LatestFrames,
    },
    now: () => 5 as UnixMs,
    ask,
  });
  const status = (newest: number | undefined): void => {
    newestAlert = newest;
    for (const listener of listeners) listener();
  };
  return { log, ask, status };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const ids = ({ log }: { log: AlertLog }) => log.getSnapshot().rows?.map(({ id }) => id);

test('a tab that leads reads the history, then hears of each alert', async () => {
  const page = aLog([anAlert(1)]);
  const source = aSource();
  page.log.listen(source);
  await settle();
  expect(ids(page)).toEqual([1]);
  source.answer(anAlert(1), anAlert(2));
  await settle();
  expect(ids(page)).toEqual([1, 2]);
  expect(source.asked).toEqual([1, 2]);
});

test('a history that was cleared is asked for what comes, not for what was there', async () => {
  const page = aLog([anAlert(7)]);
  const source = aSource();
  page.log.listen(source);
  await settle();
  source.answer();
  await settle();
  expect(ids(page)).toEqual([]);
  expect(source.asked).toEqual([7, 7]);
});

test('a worker that was replaced is not heard any more', async () => {
  const page = aLog();
  const [first, second] = [aSource(), aSource()];
  page.log.listen(first);
  await settle();
  page.log.listen(second);
  await settle();
  first.answer(anAlert(1));
  await settle();
  expect(ids(page)).toEqual([]);
  expect(first.asked).toHaveLength(1);
});

test('a tab that follows asks once for each change of the status, and not of a recording', async () => {
  const page = aLog([anAlert(3)]);
  page.status(3);
  page.status(3);
  await settle();
  expect(ids(page)).toEqual([3]);
  page.status(undefined);
  page.status(4);
  await settle();
  expect(page.ask).toHaveBeenCalledTimes(2);
});

test('a tab that follows hears that the history was cleared', async () => {
  const kept = [anAlert(3)];
  const page = aLog(kept);
  page.status(3);
  await settle();
  kept.length = 0;
  page.status(0);
  await settle();
  expect(ids(page)).toEqual([]);
});
