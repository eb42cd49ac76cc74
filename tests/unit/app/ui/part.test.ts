import { expect, test, vi } from 'vitest';
import { partFile } from '../../../../app/ui/part.tsx';

test('a file is asked for once, however often it is drawn, and React reads it at once when it is there', async () => {
  const load = vi.fn(() => Promise.resolve('file'));
  const file = partFile(load);
  expect(file.load()).toBe(file.load());
  await file.load();
  file.forget();
  expect(file.load()).toMatchObject({ status: 'fulfilled', value: 'file' });
  expect(load).toHaveBeenCalledTimes(1);
});

test('a file that did not come stays a failure until it is asked for again, and then can come', async () => {
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new Error('gone'))
    .mockResolvedValue('file');
  const file = partFile(load);
  await expect(file.load()).rejects.toThrow('gone');
  await expect(file.load()).rejects.toThrow('gone');
  file.forget();
  await expect(file.load()).resolves.toBe('file');
  expect(load).toHaveBeenCalledTimes(2);
});
