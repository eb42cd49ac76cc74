/**
 * One socket of the virtual world: a session of the simulated exchange at one end, the page's handlers at the other. Frames wait
 * for the end of a step, so that the line can lose, repeat and swap them after they were numbered.
 */
import type { Rng } from '#core/lib/rng.ts';
import type { SimulatedExchange } from '../../relay/simulator/exchange.ts';
import { Session, type SessionSocket } from '../../relay/simulator/session.ts';
import type { SocketHandlers } from '../../workers/market/socket.ts';

const SEPARATOR = '\u001e';
const NUMBER = /"sid":(\d+),"seq":(\d+)/;

export class Line {
  readonly session: Session;
  /** Nothing passes to the page, or from it, and nobody is told. */
  isMute = false;
  isDeaf = false;
  readonly #handlers: SocketHandlers;
  #queue: string[] = [];
  /** Of the frames of the next step: swaps two neighbours, or loses the last change of a book. */
  #toSwap: Rng | undefined;
  #losesLast: 'no' | 'numbered' | 'unnumbered' = 'no';
  #losesTrade = false;
  /** Frames lost before they were numbered, by the sid they were of: those behind them count as many less. */
  readonly #unnumbered = new Map<number, number>();

  constructor(exchange: SimulatedExchange, handlers: SocketHandlers) {
    this.#handlers = handlers;
    const socket: SessionSocket = {
      readyState: 1,
      OPEN: 1,
      bufferedAmount: 0,
      send: (text) => this.#queue.push(text),
      terminate: () => undefined,
    };
    this.session = new Session(socket, exchange);
  }

  /** Takes a command of the page. */
  receive(text: string): void {
    if (!this.isDeaf) this.session.receive(text);
  }

  /** Something comes that the exchange's encoder never made. */
  garble(...frames: readonly string[]): void {
    this.#queue.push(...frames);
  }

  /** Swaps two neighbours as soon as there are two. */
  swapNext(rng: Rng): void {
    this.#toSwap = rng;
  }

  /** Loses the last frame of books of the next step that has a change; before it was numbered, no number ever tells. */
  loseLast(isNumbered: boolean): void {
    this.#losesLast = isNumbered ? 'numbered' : 'unnumbered';
  }

  /** Loses the next trade before it is numbered: no number ever tells. */
  loseTrade(): void {
    this.#losesTrade = true;
  }

  /** False once that trade has been lost. */
  get losesTrade(): boolean {
    return this.#losesTrade;
  }

  /** False once that frame has been lost. */
  get losesLast(): boolean {
    return this.#losesLast !== 'no';
  }

  /** Hands over what has come; the relay's heartbeat where nothing has, if one is due. */
  deliver(isBeat: boolean): void {
    const frames = this.#queue.map((frame) => this.#renumbered(frame));
    this.#queue = [];
    this.#disturb(frames);
    if (this.isMute) return;
    if (frames.length > 0) this.#handlers.onText(frames.join(SEPARATOR));
    else if (isBeat) this.#handlers.onText('');
  }

  /** The page is told that it is over. */
  close(code: number, reason = ''): void {
    this.#handlers.onClose(code, reason);
  }

  #disturb(frames: string[]): void {
    if (this.#toSwap !== undefined && frames.length > 1) {
      const at = 1 + this.#toSwap.integer(frames.length - 1);
      frames.splice(at - 1, 2, frames[at] ?? '', frames[at - 1] ?? '');
      this.#toSwap = undefined;
    }
    const trade = frames.findIndex((frame) => frame.startsWith('{"type":"trade"'));
    if (this.#losesTrade && trade !== -1) {
      this.#lose(frames, trade, true);
      this.#losesTrade = false;
    }
    const last = frames.findLastIndex((frame) => frame.startsWith('{"type":"orderbook_'));
    if (!this.losesLast || frames[last]?.startsWith('{"type":"orderbook_delta"') !== true) return;
    this.#lose(frames, last, this.#losesLast === 'unnumbered');
    this.#losesLast = 'no';
  }

  #lose(frames: string[], which: number, isUnnumbered: boolean): void {
    const [lost = ''] = frames.splice(which, 1);
    const sid = Number(NUMBER.exec(lost)?.[1]);
    if (!isUnnumbered) return;
    this.#unnumbered.set(sid, (this.#unnumbered.get(sid) ?? 0) + 1);
    for (let at = which; at < frames.length; at++) frames[at] = lower(frames[at] ?? '', sid, 1);
  }

  #renumbered(frame: string): string {
    const sid = Number(NUMBER.exec(frame)?.[1]);
    return lower(frame, sid, this.#unnumbered.get(sid) ?? 0);
  }
}

/** Returns `frame` with a number less by `by`, if it is one of `sid`. */
function lower(frame: string, sid: number, by: number): string {
  if (by === 0) return frame;
  return frame.replace(NUMBER, (whole, of: string, seq: string) =>
    Number(of) === sid ? `"sid":${of},"seq":${Number(seq) - by}` : whole,
  );
}
