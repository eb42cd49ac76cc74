/** Short tones, made on the spot: one for each severity, at most one a second. */
import type { Severity } from './alert-words.ts';

/** Hz, one after the other. */
const TONES: Readonly<Record<Severity, readonly number[]>> = {
  news: [880],
  warning: [660, 660],
  urgent: [880, 660, 440],
};
const NOTE_S = 0.12;
const LOUDNESS = 0.12;
const PAUSE_MS = 1_000;

let context: AudioContext | undefined;
let playedAt = -Infinity;

/** Plays the tone of `severity`, unless one was asked for within the last second, or the browser lets none sound for as long. */
export function play(severity: Severity, now: () => number = () => performance.now()): void {
  const askedAt = now();
  if (askedAt - playedAt < PAUSE_MS) return;
  playedAt = askedAt;
  void sound(severity, () => now() - askedAt < PAUSE_MS).catch(() => undefined);
}

/** Rejects where the browser has no sound. */
async function sound(severity: Severity, isInTime: () => boolean): Promise<void> {
  const on = (context ??= new AudioContext());
  // A browser lets no page sound before it was clicked, and this waits until then: what cannot be played is not owed.
  await on.resume();
  if (!isInTime()) return;
  for (const [place, frequency] of TONES[severity].entries()) note(on, frequency, place * NOTE_S);
}

function note(on: AudioContext, frequency: number, delayS: number): void {
  const start = on.currentTime + delayS;
  const oscillator = on.createOscillator();
  const gain = on.createGain();
  oscillator.frequency.value = frequency;
  // Without a ramp the ends click.
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.01);
  gain.gain.linearRampToValueAtTime(0, start + NOTE_S);
  oscillator.connect(gain).connect(on.destination);
  oscillator.start(start);
  oscillator.stop(start + NOTE_S);
}
