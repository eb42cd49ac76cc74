import { describe, expect, test } from 'vitest';
import { runForLeader, type Locks } from '../../../../app/boot/leader.ts';
import { FakeLocks } from '../../../support/fake-locks.ts';
import { settle } from '../../../support/manual-clock.ts';

function tab(locks: Locks | undefined) {
  const heard: string[] = [];
  const candidacy = runForLeader(locks, {
    onLead: () => heard.push('lead'),
    onFollow: () => heard.push('follow'),
    onLost: () => heard.push('lost'),
  });
  return { heard, ...candidacy };
}

describe('in line', () => {
  test('the first tab leads and the second follows until the first is gone', async () => {
    const locks = new FakeLocks();
    const first = tab(locks);
    await settle();
    const second = tab(locks);
    await settle();
    expect([first.heard, second.heard]).toEqual([['lead'], ['follow']]);
    first.resign();
    await settle();
    expect(second.heard).toEqual(['follow', 'lead']);
  });

  test('a tab that leaves the line is not promoted', async () => {
    const locks = new FakeLocks();
    const [first, second, third] = [tab(locks), tab(locks), tab(locks)];
    await settle();
    second.resign();
    first.resign();
    await settle();
    expect(second.heard).toEqual(['follow']);
    expect(third.heard).toEqual(['follow', 'lead']);
  });

  test('of ten tabs exactly one leads, however they come and go', async () => {
    const locks = new FakeLocks();
    const tabs = Array.from({ length: 10 }, () => tab(locks));
    for (const leaving of tabs) {
      await settle();
      expect(tabs.filter(({ heard }) => heard.includes('lead'))).toHaveLength(tabs.indexOf(leaving) + 1);
      leaving.resign();
    }
  });
});

describe('by force', () => {
  test('a tab takes the lead past the line, and the one that lost it stands in line again', async () => {
    const locks = new FakeLocks();
    const [first, second, third] = [tab(locks), tab(locks), tab(locks)];
    await settle();
    third.seize();
    await settle();
    expect(third.heard).toEqual(['follow', 'lead']);
    expect(first.heard).toEqual(['lead', 'lost', 'follow']);
    expect(second.heard).toEqual(['follow']);
    expect(locks.waiting).toBe(2);
    third.resign();
    await settle();
    expect(second.heard).toEqual(['follow', 'lead']);
  });

  test('the tab that leads does not take the lead from itself', async () => {
    const locks = new FakeLocks();
    const only = tab(locks);
    await settle();
    only.seize();
    await settle();
    expect(only.heard).toEqual(['lead']);
  });

  test('the lead goes to and fro as often as it is asked for', async () => {
    const locks = new FakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    await settle();
    for (let turn = 0; turn < 5; turn++) {
      second.seize();
      await settle();
      first.seize();
      await settle();
    }
    expect(first.heard.at(-1)).toBe('lead');
    expect(second.heard.slice(-3)).toEqual(['lead', 'lost', 'follow']);
    expect(locks.waiting).toBe(1);
  });

  test('a tab that was closed while it asked does not lead', async () => {
    const locks = new FakeLocks();
    const [first, second] = [tab(locks), tab(locks)];
    await settle();
    second.resign();
    second.seize();
    await settle();
    expect(first.heard).toEqual(['lead']);
    expect(second.heard).toEqual(['follow']);
  });
});

test('a lock that is granted just when it is no longer wanted is not taken', async () => {
  const grants: ((lock: unknown) => Promise<void> | undefined)[] = [];
  const slow: Locks = {
    request: (_name, options, run) => {
      if (options.ifAvailable === true) return Promise.resolve(run(null));
      grants.push(run);
      return new Promise(() => undefined);
    },
  };
  const only = tab(slow);
  await settle();
  only.seize();
  void grants[0]?.({});
  await settle();
  expect([grants.length, only.heard]).toEqual([2, ['follow']]);
});

describe('without locks', () => {
  test('a browser that has none leads', () => {
    expect(tab(undefined).heard).toEqual(['lead']);
  });

  test('a browser that refuses them leads', async () => {
    const refusing: Locks = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    const only = tab(refusing);
    await settle();
    expect(only.heard).toEqual(['lead']);
  });
});
