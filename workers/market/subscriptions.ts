/**
 * What we want to hear and what the exchange has agreed to: one subscription id (sid) for each channel and socket.
 * Every frame passes here first, because every frame with sid and seq moves that sid's counter (docs/protocol.md, 3.6).
 * It asks again after a terminal error, a refusal or an answer that does not come; it never looks at market data.
 */
import { backoffMs } from '#core/lib/backoff.ts';
import type { Rng } from '#core/lib/rng.ts';
import { subscribe } from '#core/wire/commands.ts';
import { isTerminal } from '#core/wire/errors.ts';
import type { Channel, Decoded, Seq, Sid } from '#core/wire/messages.ts';
import { Sequencer, type Continuity } from '#core/wire/sequencer.ts';
import type { Clock } from '../lib/clock.ts';

export interface SubscriptionsOptions {
  readonly clock: Clock;
  readonly rng: Rng;
  send(command: string): void;
  /** Frames of the channel were lost between the last one and this one. */
  onGap(channel: Channel): void;
  /** The exchange ended the subscription; until `onLive` nothing of the channel is heard. */
  onLost(channel: Channel): void;
  /** The exchange agreed: from now on the channel is heard. */
  onLive(channel: Channel): void;
  /** The socket does not do its work: only a fresh one helps. */
  reconnect(reason: string): void;
}

interface Subscription {
  readonly channel: Channel;
  /** Id of the command that waits for its answer. */
  commandId: number | undefined;
  /** Id of the one before, which was not answered in time: its answer counts all the same. */
  lateId: number | undefined;
  sid: Sid | undefined;
  lastSeq: Seq | undefined;
  /** Answers that did not come or said no, since the last yes. */
  failures: number;
  /** What the exchange said when it refused; empty when it did not. */
  problem: string;
  cancelTimer: () => void;
}

/** An answer takes one round trip; this is far beyond it. */
const ACK_TIMEOUT_MS = 5_000;
/** Then the socket is given up. */
const MAX_TIMEOUTS = 3;
/** A refusal will not become a yes in the next second: the first wait is already long (2^4 · 250 ms). */
const REFUSED_STEP = 4;

export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  readonly #wanted: readonly Subscription[];
  #sequencer = new Sequencer();
  #nextId = 1;
  #gaps = 0;
  #duplicates = 0;

  constructor(channels: readonly Channel[], options: SubscriptionsOptions) {
    this.#options = options;
    this.#wanted = channels.map((channel) => ({
      channel,
      commandId: undefined,
      lateId: undefined,
      sid: undefined,
      lastSeq: undefined,
      failures: 0,
      problem: '',
      cancelTimer: () => undefined,
    }));
  }

  /** Holes in the counting of any sid, since the start. */
  get gaps(): number {
    return this.#gaps;
  }

  /** Frames dropped because their number had been seen. */
  get duplicates(): number {
    return this.#duplicates;
  }

  /** Returns why a channel is not heard, in the exchange's words; empty when all is well. */
  get problem(): string {
    return this.#wanted.find(({ problem }) => problem !== '')?.problem ?? '';
  }

  /** Whether frames with `sid` are of `channel`. */
  carries(channel: Channel, sid: Sid | undefined): boolean {
    return sid !== undefined && this.#bySid(sid)?.channel === channel;
  }

  list(): readonly { channel: Channel; sid: Sid | undefined; lastSeq: Seq | undefined }[] {
    return this.#wanted.map(({ channel, sid, lastSeq }) => ({ channel, sid, lastSeq }));
  }

  /** A fresh socket: ids and numbers begin anew, everything is asked for. */
  opened(): void {
    this.closed();
    this.#nextId = 1;
    for (const wanted of this.#wanted) {
      wanted.failures = 0;
      this.#ask(wanted);
    }
  }

  /** The socket is gone, and every sid with it. */
  closed(): void {
    this.#sequencer = new Sequencer();
    for (const wanted of this.#wanted) {
      wanted.cancelTimer();
      wanted.commandId = wanted.lateId = wanted.sid = wanted.lastSeq = undefined;
    }
  }

  /** Returns the id of the next command: others send on the same socket. */
  nextId(): number {
    return this.#nextId++;
  }

  /**
   * Takes note of a frame, ours or another's. A duplicate must not be applied. What the exchange says of a subscription itself
   * is none, whatever its number: errors may not count (docs/protocol.md, 3.6), and one that is left out is never said again.
   */
  take(frame: Decoded): Continuity {
    const { sid, seq } = frame;
    const continuity = this.#sequencer.observe(sid, seq);
    const verdict = continuity === 'duplicate' && !isData(frame) ? 'pass' : continuity;
    if (verdict === 'duplicate') {
      this.#duplicates++;
      return verdict;
    }
    const wanted = sid === undefined ? undefined : this.#bySid(sid);
    if (wanted !== undefined && seq !== undefined && continuity !== 'duplicate') wanted.lastSeq = seq;
    if (verdict === 'gap') {
      this.#gaps++;
      if (wanted !== undefined) this.#options.onGap(wanted.channel);
    }
    if (frame.kind === 'subscribed') this.#agreed(frame.id, frame.newSid);
    else if (frame.kind === 'ok') this.#agreed(frame.id, sid);
    else if (frame.kind === 'unsubscribed' && sid !== undefined) this.#lost(sid, 'was ended by the exchange');
    else if (frame.kind === 'error') this.#failed(frame.id, sid, frame.code, frame.message);
    return verdict;
  }

  #agreed(id: number | undefined, sid: Sid | undefined): void {
    if (id === undefined || sid === undefined) return;
    const wanted = this.#wanted.find(({ commandId, lateId }) => commandId === id || lateId === id);
    if (wanted === undefined) return;
    wanted.cancelTimer();
    wanted.commandId = wanted.lateId = undefined;
    wanted.sid = sid;
    wanted.failures = 0;
    wanted.problem = '';
    this.#options.onLive(wanted.channel);
  }

  #failed(id: number | undefined, sid: Sid | undefined, code: number, message: string): void {
    if (sid !== undefined && isTerminal(code)) {
      this.#lost(sid, `was ended by the exchange: ${message} (${code})`);
      return;
    }
    // It may have been any, another's too: only a fresh socket is sure to bring everything back.
    if (id === undefined && isTerminal(code)) {
      this.#options.reconnect(
        `The exchange ended a subscription and did not say which: ${message} (${code}).`,
      );
      return;
    }
    const wanted = this.#wanted.find(({ commandId }) => commandId !== undefined && commandId === id);
    if (wanted === undefined) return;
    wanted.commandId = undefined;
    wanted.problem = `The exchange refused the subscription to ${wanted.channel}: ${message} (${code}).`;
    this.#askLater(wanted, REFUSED_STEP);
  }

  #lost(sid: Sid, why: string): void {
    this.#sequencer.forget(sid);
    const wanted = this.#bySid(sid);
    if (wanted === undefined) return;
    wanted.sid = wanted.lastSeq = undefined;
    wanted.problem = `The subscription to ${wanted.channel} ${why}. Asking again.`;
    this.#options.onLost(wanted.channel);
    this.#askLater(wanted, 0);
  }

  #ask(wanted: Subscription): void {
    const id = this.nextId();
    wanted.commandId = id;
    wanted.cancelTimer = this.#options.clock.after(ACK_TIMEOUT_MS, () => {
      this.#timedOut(wanted);
    });
    this.#options.send(subscribe(id, [wanted.channel]));
  }

  #askLater(wanted: Subscription, step: number): void {
    const { clock, rng } = this.#options;
    wanted.cancelTimer();
    wanted.cancelTimer = clock.after(backoffMs(step + wanted.failures++, rng), () => {
      this.#ask(wanted);
    });
  }

  #timedOut(wanted: Subscription): void {
    wanted.failures++;
    wanted.lateId = wanted.commandId;
    wanted.commandId = undefined;
    if (wanted.failures < MAX_TIMEOUTS) this.#ask(wanted);
    else this.#options.reconnect(`The exchange did not answer the subscription to ${wanted.channel}.`);
  }

  #bySid(sid: Sid): Subscription | undefined {
    return this.#wanted.find((wanted) => wanted.sid === sid);
  }
}

function isData({ kind }: Decoded): boolean {
  return kind !== 'error' && kind !== 'unsubscribed' && kind !== 'subscribed' && kind !== 'ok';
}
