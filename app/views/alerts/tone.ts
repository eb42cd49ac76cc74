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

/** Plays the tone of `severity`, unless one was played within the last second; says whether it did. */
export function play(severity: Severity, now: number = performance.now()): boolean {
  if (now - playedAt < PAUSE_MS) return false;
  playedAt = now;
  try {
    context ??= new AudioContext();
    // A browser lets no page sound before it was clicked: what cannot be played is not owed.
    void context.resume().catch(() => undefined);
    for (const [place, frequency] of TONES[severity].entries()) note(context, frequency, place * NOTE_S);
  } catch {
    return false;
  }
  return true;
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
