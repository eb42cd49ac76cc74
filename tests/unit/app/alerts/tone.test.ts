/** When tones sound: one for each severity, not one upon the other, and none that comes too late. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { play } from '../../../../app/views/alerts/tone.ts';

/** Sounds once somebody has clicked: `resume` stays open until then, and its clock stands. */
class FakeAudio {
  static isClicked = true;
  static waiting: (() => void)[] = [];
  /** Hz of the notes that were started. */
  static notes: number[] = [];
  static click(): void {
    FakeAudio.isClicked = true;
    for (const resolve of FakeAudio.waiting.splice(0)) resolve();
  }
  readonly currentTime = 0;
  readonly destination = {};
  resume = () =>
    FakeAudio.isClicked
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          FakeAudio.waiting.push(resolve);
        });
  createOscillator = () => {
    const frequency = { value: 0 };
    const connect = (next: unknown) => next;
    return { frequency, connect, start: () => FakeAudio.notes.push(frequency.value), stop: () => undefined };
  };
  createGain = () => ({
    gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined },
    connect: (next: unknown) => next,
  });
}

let now = 0;
const clock = () => now;
/** Lets what has been promised come. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeAll(() => vi.stubGlobal('AudioContext', FakeAudio));
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => {
  FakeAudio.isClicked = true;
  FakeAudio.notes = [];
  now += 60_000;
});

test('a browser without sound is no fault', async () => {
  vi.stubGlobal('AudioContext', undefined);
  expect(() => play('news', clock)).not.toThrow();
  vi.stubGlobal('AudioContext', FakeAudio);
  await settled();
  expect(FakeAudio.notes).toEqual([]);
});

test('each severity has its own tone, and none follows another within a second', async () => {
  play('news', clock);
  await settled();
  expect(FakeAudio.notes).toEqual([880]);
  now += 999;
  play('urgent', clock);
  await settled();
  expect(FakeAudio.notes).toEqual([880]);
  now += 1;
  play('urgent', clock);
  await settled();
  expect(FakeAudio.notes).toEqual([880, 880, 660, 440]);
});

test('tones that could not sound are not owed: after a click only the one of that moment comes', async () => {
  FakeAudio.isClicked = false;
  for (let alerts = 0; alerts < 30; alerts++) {
    play('urgent', clock);
    now += 2_000;
  }
  play('warning', clock);
  now += 300;
  await settled();
  expect(FakeAudio.notes).toEqual([]);
  FakeAudio.click();
  await settled();
  expect(FakeAudio.notes).toEqual([660, 660]);
});
