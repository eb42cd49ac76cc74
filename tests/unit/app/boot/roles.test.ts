import { describe, expect, test } from 'vitest';
import type { FrameRequest } from '#contract/frames.ts';
import { must } from '#core/lib/assert.ts';
import { LEADER_LOCK } from '../../../../app/boot/leader.ts';
import { FakeLocks } from '../../../support/fake-locks.ts';
import { FakeChannel, FakeTab } from '../../../support/fake-tabs.ts';
import { ManualClock, settle } from '../../../support/manual-clock.ts';

function browser() {
  const [clock, channel, locks] = [new ManualClock(), new FakeChannel(), new FakeLocks()];
  const open = async (name: string, build?: string): Promise<FakeTab> => {
    const tab = new FakeTab(name, channel, locks, clock, build);
    await settle();
    return tab;
  };
  return { clock, channel, locks, open };
}

async function twoTabs() {
  const { open, ...rest } = browser();
  const leader = await open('first');
  const follower = await open('second');
  return { ...rest, open, leader, follower };
}

const request = (id: number): FrameRequest => ({
  kind: 'frame-request',
  id,
  windowMinutes: 10,
  includeCombos: false,
});

const ask = (tab: FakeTab, id: number): void => {
  must(tab.screen, 'a screen').postMessage(request(id));
};

describe('a tab that follows', () => {
  test('asks over a port of its own in the tab that leads, and is answered alone', async () => {
    const { clock, open, leader, follower } = await twoTabs();
    const other = await open('third');
    ask(follower, 1);
    await clock.run(50);
    const port = must(
      leader.ports.find(({ heard }) => heard.length > 0),
      'a port that was asked',
    );
    expect(port.target).toEqual({ kind: 'screen' });
    expect(port.heard).toEqual([request(1)]);
    port.say({ kind: 'frame', id: 1 });
    await settle();
    expect(follower.frames).toEqual([{ kind: 'frame', id: 1 }]);
    expect(other.frames).toEqual([]);
  });

  test('asks at most four times a second', async () => {
    const { clock, leader, follower } = await twoTabs();
    for (let id = 1; id <= 40; id++) {
      ask(follower, id);
      await clock.run(25);
    }
    expect(must(leader.port, 'a port').heard.length).toBeLessThanOrEqual(5);
  });

  test('shows the settings of the tab that leads, also when they change', async () => {
    const { leader, follower } = await twoTabs();
    expect(follower.settings).toMatchObject({ recording: { tickers: ['first'] } });
    follower.settings = undefined;
    leader.roles.announce();
    await settle();
    expect(follower.settings).toMatchObject({ recording: { tickers: ['first'] } });
  });

  test('hidden for ten seconds it is forgotten, and asks anew when it is shown', async () => {
    const { clock, leader, follower } = await twoTabs();
    const before = must(leader.port, 'a port');
    follower.isHidden = true;
    await clock.run(8_000);
    expect(before.isClosed).toBe(false);
    await clock.run(6_000);
    expect(before.isClosed).toBe(true);
    follower.isHidden = false;
    const asked = follower.history.length;
    follower.roles.wake();
    await settle();
    expect(follower.history.slice(asked)).toEqual(['follow']);
    ask(follower, 2);
    await clock.run(500);
    expect(must(leader.port, 'another port').heard).toEqual([request(2)]);
  });

  test('looked at, it is never forgotten', async () => {
    const { clock, leader } = await twoTabs();
    await clock.run(60_000, 500);
    expect(must(leader.port, 'a port').isClosed).toBe(false);
    expect(leader.ports).toHaveLength(1);
  });

  test('when the workers are born again it asks the new ones, and hears nothing of the old', async () => {
    const { channel, leader, follower } = await twoTabs();
    const old = must(leader.port, 'a port');
    leader.roles.workersRun();
    await settle();
    const fresh = must(leader.port, 'a port');
    expect([old.isClosed, fresh.isClosed, follower.history.at(-1)]).toEqual([true, false, 'follow']);
    channel.post(leader, { kind: 'down', tab: 'second', link: 1, data: 'of the old' });
    await settle();
    expect(follower.frames).toEqual([]);
  });
});

describe('a river', () => {
  test('comes through the tab that leads, and again from the next one', async () => {
    const { clock, leader, follower, open } = await twoTabs();
    const third = await open('third');
    const heard: unknown[] = [];
    must(follower.roles.follower, 'a follower').open({ kind: 'river', ticker: 'KXA' }, (data) =>
      heard.push(data),
    );
    await settle();
    must(leader.port, 'a port').say('one');
    await settle();
    third.roles.leadFromHere();
    await clock.run(100);
    expect(third.isLeading).toBe(true);
    const river = must(
      third.ports.find(({ target }) => target.kind === 'river'),
      'a river of the new leader',
    );
    river.say('two');
    await settle();
    expect(heard).toEqual(['one', 'two']);
  });

  test('that nobody reads any more is ended in the worker too', async () => {
    const { leader, follower } = await twoTabs();
    const end = must(follower.roles.follower, 'a follower').open(
      { kind: 'river', ticker: 'KXA' },
      () => undefined,
    );
    await settle();
    const port = must(leader.port, 'a port');
    end.close();
    await settle();
    expect(port.heard).toEqual([{ kind: 'close' }]);
    expect(port.isClosed).toBe(true);
  });
});

describe('a question', () => {
  const follow = (tab: FakeTab) => must(tab.roles.follower, 'a follower');

  test('is answered by the tab that leads', async () => {
    const { follower } = await twoTabs();
    await expect(follow(follower).ask('stats', [])).resolves.toBe('stats of first');
  });

  test('is refused in the words of the one who was asked', async () => {
    const { leader, follower } = await twoTabs();
    leader.call = () => Promise.reject(new Error('The market worker is not running.'));
    await expect(follow(follower).ask('stats', [])).rejects.toThrow('The market worker is not running.');
  });

  test('is asked again of the next leader', async () => {
    const { clock, leader, follower, open } = await twoTabs();
    const third = await open('third');
    leader.call = () => new Promise(() => undefined);
    const answer = follow(follower).ask('stats', []);
    third.roles.leadFromHere();
    await clock.run(100);
    await expect(answer).resolves.toBe('stats of third');
  });

  test('that nobody answers ends with a sentence', async () => {
    const { clock, leader, follower } = await twoTabs();
    leader.freeze();
    const answer = expect(follow(follower).ask('stats', [])).rejects.toThrow('Lead from this tab');
    await clock.run(6_000);
    await answer;
  });

  test('for what changes the recording is refused, whatever the page that asks', async () => {
    const { channel, leader, follower } = await twoTabs();
    const called: string[] = [];
    leader.call = (verb) => Promise.resolve(called.push(verb));
    const hostile = { kind: 'ask', tab: 'second', id: 9, verb: 'stop', args: [] };
    channel.post(follower, hostile as never);
    await settle();
    expect(called).toEqual([]);
    expect(channel.said.at(-1)).toMatchObject({
      kind: 'answer',
      fault: 'A tab that follows cannot call "stop".',
    });
  });
});

describe('the lead', () => {
  test('goes to the tab that asks, not to the one that waits longer, once the workers are ended', async () => {
    const { clock, leader, follower, open } = await twoTabs();
    const third = await open('third');
    leader.yieldMs = 1_000;
    third.roles.leadFromHere();
    await clock.run(500);
    expect([leader.isLeading, third.isLeading, third.isAsking]).toEqual([false, false, true]);
    await clock.run(600);
    expect([third.isLeading, third.isAsking]).toEqual([true, false]);
    expect(leader.history).toEqual(['lead', 'ended', 'lost', 'follow', 'follow']);
    expect(follower.isLeading).toBe(false);
    third.close();
    await settle();
    expect(follower.isLeading).toBe(true);
  });

  test('stays with the tab that got it, though a request of its former life comes late', async () => {
    const { clock, leader, follower } = await twoTabs();
    ask(follower, 1);
    await clock.run(50);
    ask(follower, 2);
    follower.roles.leadFromHere();
    await clock.run(500);
    expect(follower.isLeading).toBe(true);
    expect(follower.history.at(-1)).toBe('lead');
    expect(leader.history.at(-1)).toBe('follow');
  });

  test('is not taken by force while the tab that leads still writes', async () => {
    const { clock, leader, follower } = await twoTabs();
    leader.yieldMs = 8_000;
    follower.roles.leadFromHere();
    await clock.run(7_900);
    expect(follower.isLeading).toBe(false);
    await clock.run(200);
    expect(follower.isLeading).toBe(true);
  });

  test('is taken by force after three seconds from a tab that does not answer', async () => {
    const { clock, leader, follower } = await twoTabs();
    leader.freeze();
    follower.roles.leadFromHere();
    await clock.run(2_900);
    expect(follower.isLeading).toBe(false);
    await clock.run(200);
    expect(follower.isLeading).toBe(true);
    leader.thaw();
    await settle();
    expect(leader.isLeading).toBe(false);
    expect(leader.history.at(-1)).toBe('follow');
  });

  test('is not taken back by a tab that lost it while its workers ended', async () => {
    const { clock, locks, leader, follower } = await twoTabs();
    leader.yieldMs = 5_000;
    follower.roles.leadFromHere();
    await clock.run(100);
    locks.request(LEADER_LOCK, { steal: true }, () => new Promise(() => undefined)).catch(() => undefined);
    await clock.run(20_000);
    expect(leader.history.filter((what) => what === 'lead')).toHaveLength(1);
    expect(leader.isLeading).toBe(false);
  });

  test('stays where it was when the heir is gone', async () => {
    const { clock, leader, follower } = await twoTabs();
    leader.yieldMs = 500;
    follower.roles.leadFromHere();
    await clock.run(100);
    follower.close();
    await clock.run(4_000);
    expect(leader.history).toEqual(['lead', 'ended', 'lead']);
    expect(leader.isLeading).toBe(true);
  });

  test('goes to one of two tabs that ask at once, and the other one follows it', async () => {
    const { clock, follower, open } = await twoTabs();
    const third = await open('third');
    follower.roles.leadFromHere();
    third.roles.leadFromHere();
    await clock.run(10_000);
    expect([follower.isLeading, third.isLeading]).toEqual([true, false]);
    expect(third.isAsking).toBe(false);
  });

  test('goes to the next tab when the one that leads is closed', async () => {
    const { leader, follower } = await twoTabs();
    leader.close();
    await settle();
    expect(follower.isLeading).toBe(true);
  });
});

describe('a tab of another build', () => {
  async function twoBuilds() {
    const { open, ...rest } = browser();
    const old = await open('old', 'build A');
    const fresh = await open('fresh', 'build B');
    return { ...rest, open, old, fresh };
  }

  test('knows that it follows one whose frames are not its own, and shows nothing of it', async () => {
    const { clock, old, fresh } = await twoBuilds();
    expect(fresh.isLeaderForeign).toBe(true);
    ask(fresh, 1);
    await clock.run(4_000);
    expect([old.ports, fresh.frames, fresh.settings]).toEqual([[], [], undefined]);
  });

  test('is not heard in what only tabs of one build say', async () => {
    const { channel, old, fresh } = await twoBuilds();
    const called: string[] = [];
    old.call = (verb) => Promise.resolve(called.push(verb));
    channel.post(fresh, { kind: 'ask', tab: 'fresh', id: 1, verb: 'stats', args: [] });
    channel.post(fresh, { kind: 'up', tab: 'fresh', link: 1, data: 'a request of tomorrow' });
    await settle();
    expect(called).toEqual([]);
  });

  test('gets the lead when it asks, after what was in hand is written', async () => {
    const { clock, old, fresh } = await twoBuilds();
    old.yieldMs = 1_000;
    fresh.roles.leadFromHere();
    await clock.run(900);
    expect(fresh.isLeading).toBe(false);
    await clock.run(200);
    expect([fresh.isLeading, fresh.isLeaderForeign]).toEqual([true, false]);
    expect(old.history.slice(0, 3)).toEqual(['lead', 'ended', 'lost']);
  });

  test('that was overtaken learns that the new one leads, and a third of its own build follows as ever', async () => {
    const { clock, open, old, fresh } = await twoBuilds();
    fresh.roles.leadFromHere();
    await clock.run(4_000);
    expect([old.isLeading, old.isLeaderForeign]).toEqual([false, true]);
    const third = await open('third', 'build B');
    ask(third, 7);
    await clock.run(300);
    expect(third.isLeaderForeign).toBe(false);
    expect(must(fresh.port, 'a port').heard).toEqual([request(7)]);
  });

  test('takes over as any other when the one that leads is closed', async () => {
    const { old, fresh } = await twoBuilds();
    old.close();
    await settle();
    expect([fresh.isLeading, fresh.isLeaderForeign]).toEqual([true, false]);
  });
});

test('a stored token is told to all', async () => {
  const { leader, follower } = await twoTabs();
  follower.roles.tellPaired();
  await settle();
  expect(leader.history).toContain('paired');
  expect(follower.history).not.toContain('paired');
});
