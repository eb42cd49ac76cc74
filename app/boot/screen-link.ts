/** The frame port of a follower: looks like the market worker's own to the one who pulls, and asks at most four times a second. */
import type { Frame, FramePortMessage } from '#contract/frames.ts';
import type { FramePort } from '../state/frames.ts';
import type { Follower, LinkEnd } from './follower.ts';

/** Every request and every frame is copied into all tabs. */
const PERIOD_MS = 250;

export interface ScreenLinkDeps {
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
}

export class ScreenLink implements FramePort {
  onmessage: FramePort['onmessage'] = null;
  readonly #deps: ScreenLinkDeps;
  readonly #end: LinkEnd;
  #sentAt = -Infinity;
  #cancel: () => void = () => undefined;

  constructor(follower: Follower, deps: ScreenLinkDeps) {
    this.#deps = deps;
    this.#end = follower.open({ kind: 'screen' }, (data) => {
      // From the market worker, through a page of ours.
      this.onmessage?.(new MessageEvent('message', { data: data as Frame }));
    });
  }

  /** The one who pulls waits for each answer: there is never more than one request to hold back. */
  postMessage(message: FramePortMessage): void {
    const { now, after } = this.#deps;
    this.#cancel();
    this.#cancel = after(Math.max(0, this.#sentAt + PERIOD_MS - now()), () => {
      this.#sentAt = now();
      this.#end.send(message);
    });
  }

  close(): void {
    this.#cancel();
    this.onmessage = null;
    this.#end.close();
  }
}
