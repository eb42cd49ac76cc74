/** Entry of the replay worker: one recording, the verbs of ReplayApi on it. No logic here. */
import { openReader } from '#contract/database.ts';
import type { FramePortMessage } from '#contract/frames.ts';
import type { ReplayApi } from '#contract/replay-api.ts';
import type { RiverAnswer, RiverMessage } from '#contract/river.ts';
import { must } from '#core/lib/assert.ts';
import { createRng } from '#core/lib/rng.ts';
import { parseTicker } from '#core/units/ticker.ts';
import { systemClock } from '../lib/clock.ts';
import { typedPort } from '../lib/port.ts';
import { serve } from '../lib/serve.ts';
import { ReplaySession } from './replay.ts';

let session: ReplaySession | undefined;
let tellStarted = (): void => undefined;
const started = new Promise<void>((resolve) => (tellStarted = resolve));

/** A verb that comes before `start` waits for it. */
async function running(): Promise<ReplaySession> {
  await started;
  return must(session, 'a started replay');
}

const api: ReplayApi = {
  async start({ source, windowMinutes }, appPort) {
    const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
    session = new ReplaySession(source, windowMinutes, {
      clock: systemClock(),
      rng: createRng(seed),
      reader: await openReader(source.exchangeId),
      app: typedPort<FramePortMessage, FramePortMessage>(appPort),
    });
    await session.start();
    tellStarted();
  },
  play: async () => (await running()).play(),
  pause: async () => (await running()).pause(),
  setSpeed: async (speed) => (await running()).setSpeed(speed),
  seek: async (at) => (await running()).seek(at),
  step: async (what, direction, ticker) => (await running()).step(what, direction, parseTicker(ticker ?? '')),
  overview: async () => (await running()).overview(),
  findMarkets: async (question, limit) => (await running()).findMarkets(question, limit),
  openRiver: async (ticker, port) => {
    const river = typedPort<RiverMessage, RiverAnswer>(port);
    (await running()).openRiver(must(parseTicker(ticker), 'a ticker that the page has checked'), river);
  },
  stop: async () => session?.stop(),
};

serve(api);
