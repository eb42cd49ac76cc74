/** What is said, and when: never twice within five seconds, whoever speaks. */
import { expect, test } from 'vitest';
import { Announcements, APART_MS, type Voice } from '../../../../app/state/announcements.ts';

/** A clock that stands until `advance` moves it; what is due then runs in the order of its time. */
function standingClock() {
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    after: (ms: number, run: () => void) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms: number): void {
      const end = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        now = next.at;
        timers = timers.filter((other) => other !== next);
        next.run();
      }
      now = end;
    },
  };
}

test('at most one announcement in five seconds; what comes meanwhile is one', () => {
  const clock = standingClock();
  const said: (readonly number[])[] = [];
  const news = new Announcements<number>(clock, (items) => said.push(items));
  news.add([1]);
  news.add([2]);
  news.add([3, 4]);
  expect(said).toEqual([[1]]);
  clock.advance(APART_MS - 1);
  expect(said).toEqual([[1]]);
  clock.advance(1);
  expect(said).toEqual([[1], [2, 3, 4]]);
  news.add([]);
  clock.advance(APART_MS);
  news.add([5]);
  expect(said.at(-1)).toEqual([5]);
});

test('two who share a voice are five seconds apart too, and none of their words is lost', () => {
  const clock = standingClock();
  const voice: Voice = { saidAt: -Infinity };
  const said: { readonly at: number; readonly items: readonly string[] }[] = [];
  const say = (items: readonly string[]) => said.push({ at: clock.now(), items });
  const connection = new Announcements<string>(clock, say, voice);
  const alerts = new Announcements<string>(clock, say, voice);
  connection.add(['Reconnecting']);
  clock.advance(1_000);
  alerts.add(['first']);
  connection.add(['Live']);
  clock.advance(2_000);
  alerts.add(['second']);
  clock.advance(60_000);
  expect(said.map(({ at }) => at)).toEqual([0, APART_MS, 2 * APART_MS]);
  expect(said.flatMap(({ items }) => items).sort()).toEqual(['Live', 'Reconnecting', 'first', 'second']);
});

test('who has stopped says nothing more', () => {
  const clock = standingClock();
  const said: unknown[] = [];
  const news = new Announcements<number>(clock, (items) => said.push(items));
  news.add([1]);
  news.add([2]);
  news.stop();
  clock.advance(60_000);
  expect(said).toEqual([[1]]);
});
