/** What becomes of a file, a shortcut or a link that opens the installed program. */
import { expect, test, vi } from 'vitest';
import { asksForData, followLaunches, takeWish } from '../../../../app/boot/launch.ts';

const HOME = 'http://127.0.0.1:47831/';

function aWindow(openedAt = HOME) {
  let consume: (launch: object) => void = () => undefined;
  const heard: unknown[] = [];
  const scope = { launchQueue: { setConsumer: (consumer: typeof consume) => (consume = consumer) } };
  followLaunches(scope, openedAt, {
    onFile: (file) => heard.push(file.name),
    onAddress: ({ href }) => heard.push(href),
    onProblem: (sentence) => heard.push(sentence),
  });
  return { heard, launch: (launch: object) => consume(launch) };
}

const aHandle = (name: string) => ({ getFile: () => Promise.resolve(new File(['x'], name)) });

test('every file is brought in, in the launch that loads the page and in later ones', async () => {
  const { heard, launch } = aWindow();
  launch({ targetURL: HOME, files: [aHandle('a.sqlite'), aHandle('b.jsonl.gz')] });
  launch({ targetURL: HOME, files: [aHandle('c.jsonl')] });
  await vi.waitFor(() => expect(heard).toEqual(['a.sqlite', 'b.jsonl.gz', 'c.jsonl']));
});

test('a file that cannot be read is told', async () => {
  const { heard, launch } = aWindow();
  launch({ files: [{ getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }] });
  await vi.waitFor(() => expect(heard).toEqual([expect.stringContaining('could not be opened')]));
});

test('the address of the launch that loaded the page was read already, a later one is news', () => {
  const { heard, launch } = aWindow();
  launch({ targetURL: HOME, files: [] });
  expect(heard).toEqual([]);
  launch({ targetURL: HOME, files: [] });
  launch({ targetURL: `${HOME}#pair=CODE` });
  expect(heard).toEqual([HOME, `${HOME}#pair=CODE`]);
});

test('a link given to a window that was opened without one is news at once', () => {
  const { heard, launch } = aWindow();
  launch({ targetURL: `${HOME}?view=market&market=KX-1` });
  expect(heard).toEqual([`${HOME}?view=market&market=KX-1`]);
});

test('a browser without launches, or with a null address, is left alone', () => {
  followLaunches({}, HOME, { onFile: vi.fn(), onAddress: vi.fn(), onProblem: vi.fn() });
  const { heard, launch } = aWindow();
  launch({ targetURL: null, files: [] });
  expect(heard).toEqual([]);
});

test('the shortcut’s wish is taken out of the address, everything else stays', () => {
  const history = { state: { steps: 1 }, replaceState: vi.fn() };
  expect(takeWish({ href: `${HOME}?open=data&market=KX-1#x` }, history)).toBe(true);
  expect(history.replaceState).toHaveBeenCalledWith({ steps: 1 }, '', `${HOME}?market=KX-1#x`);
  expect(takeWish({ href: `${HOME}?open=everything` }, history)).toBe(false);
  expect(history.replaceState).toHaveBeenCalledTimes(1);
  expect(asksForData(new URL(`${HOME}?open=data`))).toBe(true);
});
