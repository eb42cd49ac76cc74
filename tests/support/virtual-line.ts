/**
 * One socket of the virtual world: a session of the simulated exchange at one end, the page's handlers at the other. Frames wait
 * for the end of a step, so that the line can lose, repeat and swap them after they were numbered.
 */
import type { Rng } from '#core/lib/rng.ts';
import type { SimulatedExchange } from '../../relay/simulator/exchange.ts';
import { Session, type SessionSocket } from '../../relay/simulator/session.ts';
import type { SocketHandlers } from '../../workers/market/socket.ts';

const SEPARATOR = '\u001e';

export class Line {
  readonly session: Session;
  /** Nothing passes to the page, or from it, and nobody is told. */
  isMute = false;
  isDeaf = false;
  readonly #handlers: SocketHandlers;
  #queue: string[] = [];
  /** Of the frames of the next step: swaps two neighbours, or loses the last change of a book. */
  #toSwap: Rng | undefined;
  #losesLast = false;

  constructor(exchange: SimulatedExchange, handlers: SocketHandlers) {
    this.#handlers = handlers;
    const socket: SessionSocket = {
      ...{ readyState: 1, OPEN: 1, bufferedAmount: 0 },
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

  /** Loses the last frame of books of the next step that has a change. */
  loseLast(): void {
    this.#losesLast = true;
  }

  /** False once that frame has been lost. */
  get losesLast(): boolean {
    return this.#losesLast;
  }

  /** Hands over what has come; the relay's heartbeat where nothing has, if one is due. */
  deliver(isBeat: boolean): void {
    const frames = this.#queue;
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
    const last = frames.findLastIndex((frame) => frame.startsWith('{"type":"orderbook_'));
    if (!this.#losesLast || frames[last]?.startsWith('{"type":"orderbook_delta"') !== true) return;
    frames.splice(last, 1);
    this.#losesLast = false;
  }
}
