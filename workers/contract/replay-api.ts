/**
 * Verbs of the replay worker: a recorded stretch played through the same engine, books and frames as the live feed, on a clock of
 * its own. It writes nothing, and the live feed goes on beside it. Frames over a port (frames.ts), one market over another (river.ts).
 */
import type { FoundMarket } from './market.ts';
import type { ReplayOverview, ReplaySource, ReplayStep } from './replay.ts';

export interface ReplayApi {
  /** Reads up to the beginning and stands there, paused. Rejects with a sentence where the recording cannot be opened. */
  start(options: { source: ReplaySource; windowMinutes: number }, appPort: MessagePort): Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  /** 0.25 to 100. */
  setSpeed(speed: number): Promise<void>;
  /** Resolves when the panels show that moment. */
  seek(at: number): Promise<void>;
  /** Moves to the next of its kind, or the last before, and pauses there; false where there is none. Of one market where it is named. */
  step(what: ReplayStep, direction: 1 | -1, ticker?: string): Promise<boolean>;
  overview(): Promise<ReplayOverview>;
  /** The markets of the recording that answer `question` at its clock, the best first. */
  findMarkets(question: string, limit: number): Promise<readonly FoundMarket[]>;
  openRiver(ticker: string, port: MessagePort): Promise<void>;
  stop(): Promise<void>;
}
