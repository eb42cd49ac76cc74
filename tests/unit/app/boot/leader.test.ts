import { expect, test } from 'vitest';
import { runForLeader, type Locks } from '../../../../app/boot/leader.ts';

/** Web Locks of one browser: exclusive, first come first served. */
class FakeLocks implements Locks {
  #isHeld = false;
  #queue: (() => void)[] = [];

  async request(
    _name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    run: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown> {
    if (this.#isHeld && options.ifAvailable === true) return run(null);
    if (this.#isHeld)
      await new Promise<void>((resolve, reject) => {
        this.#queue.push(resolve);
        options.signal?.addEventListener('abort', () => {
          this.#queue = this.#queue.filter((waiting) => waiting !== resolve);
          reject(new DOMException('', 'AbortError'));
        });
      });
    this.#isHeld = true;
    try {
      return await run({});
    } finally {
      this.#isHeld = false;
      this.#queue.shift()?.();
    }
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function tab(locks: Locks | undefined) {
  const heard: string[] = [];
  const resign = runForLeader(locks, {
    onLead: () => heard.push('lead'),
    onWait: () => heard.push('wait'),
  });
  return { heard, resign };
}

test('the first tab leads and the second waits until the first is gone', async () => {
  const locks = new FakeLocks();
  const first = tab(locks);
  await settled();
  const second = tab(locks);
  await settled();
  expect([first.heard, second.heard]).toEqual([['lead'], ['wait']]);
  first.resign();
  await settled();
  expect(second.heard).toEqual(['wait', 'lead']);
});

test('a tab that leaves the line is not promoted', async () => {
  const locks = new FakeLocks();
  const [first, second, third] = [tab(locks), tab(locks), tab(locks)];
  await settled();
  second.resign();
  first.resign();
  await settled();
  expect(second.heard).toEqual(['wait']);
  expect(third.heard).toEqual(['wait', 'lead']);
});

test('of ten tabs exactly one leads, however they come and go', async () => {
  const locks = new FakeLocks();
  const tabs = Array.from({ length: 10 }, () => tab(locks));
  for (const leaving of tabs) {
    await settled();
    expect(tabs.filter(({ heard }) => heard.includes('lead'))).toHaveLength(tabs.indexOf(leaving) + 1);
    leaving.resign();
  }
});

test('a browser without Web Locks leads', () => {
  expect(tab(undefined).heard).toEqual(['lead']);
});
