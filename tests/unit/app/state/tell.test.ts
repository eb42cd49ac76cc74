import { expect, test, vi } from 'vitest';
import { tell } from '../../../../app/state/tell.ts';

const said = vi.hoisted(() => vi.fn());
vi.mock('sonner', () => ({ toast: { error: said } }));

test('work that nobody waits for is heard when it fails, and only then', async () => {
  tell(Promise.resolve());
  tell(Promise.reject(new Error('Another tab records.')));
  await vi.waitFor(() => expect(said).toHaveBeenCalled());
  expect(said.mock.calls).toEqual([['Another tab records.']]);
});
