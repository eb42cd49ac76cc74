import { expect, test } from 'vitest';
import type { Shell } from '#contract/database.ts';
import { forgivingShell } from '../../../../app/boot/shell.ts';

function aShell(values = new Map<string, unknown>()): Shell {
  return {
    get: (name) => Promise.resolve(values.get(name)),
    set: (name, value) => Promise.resolve(void values.set(name, value)),
    remove: (name) => Promise.resolve(void values.delete(name)),
    close: () => undefined,
  };
}

const full = (): Promise<never> => Promise.reject(new Error('QuotaExceededError'));

test('what the browser keeps is read, written and taken away', async () => {
  const values = new Map<string, unknown>([['token', 'old']]);
  const shell = forgivingShell(Promise.resolve(aShell(values)), () => expect.unreachable());
  expect(await shell.get('token')).toBe('old');
  await shell.set('token', 'new');
  expect(values.get('token')).toBe('new');
  await shell.remove('token');
  expect(values.has('token')).toBe(false);
  expect(await shell.get('token')).toBeUndefined();
});

test('what another tab has written since is read, not what was set here', async () => {
  const values = new Map<string, unknown>();
  const shell = forgivingShell(Promise.resolve(aShell(values)), () => expect.unreachable());
  await shell.set('token', 'mine');
  values.set('token', 'of the other tab');
  expect(await shell.get('token')).toBe('of the other tab');
});

test('where the database does not open, values hold for the page and it is said once', async () => {
  let refusals = 0;
  const shell = forgivingShell(full(), () => refusals++);
  expect(await shell.get('token')).toBeUndefined();
  await shell.set('token', 'mine');
  expect(await shell.get('token')).toBe('mine');
  await shell.remove('token');
  expect(await shell.get('token')).toBeUndefined();
  expect(refusals).toBe(1);
});

test('a disk without room does not keep a value from being used', async () => {
  let refusals = 0;
  const shell = forgivingShell(Promise.resolve({ ...aShell(), set: full }), () => refusals++);
  await shell.set('token', 'mine');
  expect(await shell.get('token')).toBe('mine');
  expect(refusals).toBe(1);
});
