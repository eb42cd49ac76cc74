/**
 * One frame's text to one value in the house's units. Never throws: what is wrong is counted by reason, what is unknown is
 * counted by type, and both still say their sid and seq where the envelope can be read, for the number is used up.
 * Owns the envelope and the choice by type; each message has a reader of its own. Allocates per frame: what `JSON.parse`
 * makes, the message and its wrapper.
 */
import { complement } from '../units/price.ts';
import { readDelta, readSnapshot, type Snapshot } from './book.ts';
import { isObject, MALFORMED, readCounter } from './fields.ts';
import { readLifecycle } from './lifecycle.ts';
import type { Decoded, Level, RejectReason, Seq, Sid } from './messages.ts';
import { NoScaleWatch, ownScale } from './no-scale.ts';
import { readQuote } from './quote.ts';
import { Rejects, type RejectSample } from './rejects.ts';
import { readError, readOkTickers, readSubscribed } from './replies.ts';
import { readTrade } from './trade.ts';

/** UTF-16 units. The exchange allows 64 MiB; the longest frame recorded has 11 KB, and every one costs parse time. */
const MAX_LENGTH = 8 * 1024 * 1024;

/** {"type":"trade","sid":11,"seq":2,"id":1,"msg":{…}}: keys in any order, further ones ignored. */
interface RawFrame {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly sid?: unknown;
  readonly seq?: unknown;
  readonly msg?: unknown;
}

export class Decoder {
  readonly #maxLength: number;
  readonly #rejects = new Rejects();
  readonly #noScale = new NoScaleWatch();

  constructor(options: { readonly maxLength?: number } = {}) {
    this.#maxLength = options.maxLength ?? MAX_LENGTH;
  }

  /** Rejected frames by reason, since this decoder was made. */
  get rejects(): ReadonlyMap<RejectReason, number> {
    return this.#rejects.byReason;
  }

  /** Rejected frames in all. */
  get rejected(): number {
    return this.#rejects.total;
  }

  /** Frames of unknown types, by type; past the first 50 types under "(other)". */
  get ignored(): ReadonlyMap<string, number> {
    return this.#rejects.byType;
  }

  /** The latest 100 rejected frames, cut to 500 characters, oldest first. */
  get samples(): readonly RejectSample[] {
    return this.#rejects.samples;
  }

  /** Returns what `text`, one frame of the exchange, says. Cost: one `JSON.parse`. */
  decode(text: string): Decoded {
    if (text.length > this.#maxLength) return this.#reject('too-long', text, undefined, undefined);
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      return this.#reject('not-json', text, undefined, undefined);
    }
    if (!isObject(frame)) return this.#reject('not-an-object', text, undefined, undefined);

    const raw: RawFrame = frame;
    const readSid = readCounter(raw.sid, 1);
    const readSeq = readCounter(raw.seq, 0);
    const readIdOf = readCounter(raw.id, 0);
    const sid = readSid === MALFORMED ? undefined : (readSid as Sid | undefined);
    const seq = readSeq === MALFORMED ? undefined : (readSeq as Seq | undefined);
    const type = raw.type;
    if (typeof type !== 'string' || type === '') return this.#reject('no-type', text, sid, seq);
    if (readSid === MALFORMED || readSeq === MALFORMED || readIdOf === MALFORMED) {
      return this.#reject('bad-envelope', text, sid, seq);
    }
    return this.#decodeMessage(text, type, raw.msg, sid, seq, readIdOf);
  }

  #decodeMessage(
    text: string,
    type: string,
    message: unknown,
    sid: Sid | undefined,
    seq: Seq | undefined,
    id: number | undefined,
  ): Decoded {
    switch (type) {
      case 'trade': {
        const trade = isObject(message) ? readTrade(message) : 'bad-message';
        if (typeof trade === 'string') return this.#reject(trade, text, sid, seq);
        return { kind: 'trade', sid, seq, trade };
      }
      case 'orderbook_delta': {
        const delta = isObject(message) ? readDelta(message) : 'bad-message';
        if (typeof delta === 'string') return this.#reject(delta, text, sid, seq);
        const { ticker, side, change, venueAt } = delta;
        const price = side === 'no' && this.#noScale.scale === 'yes' ? complement(delta.price) : delta.price;
        return { kind: 'delta', sid, seq, ticker, side, price, change, venueAt };
      }
      case 'ticker': {
        const quote = isObject(message) ? readQuote(message) : 'bad-message';
        if (typeof quote === 'string') return this.#reject(quote, text, sid, seq);
        return { kind: 'quote', sid, seq, quote };
      }
      case 'orderbook_snapshot': {
        const snapshot = isObject(message) ? readSnapshot(message) : 'bad-message';
        if (typeof snapshot === 'string') return this.#reject(snapshot, text, sid, seq);
        const { ticker, yes } = snapshot;
        const no = this.#ownNo(snapshot);
        return { kind: 'snapshot', sid, seq, id, ticker, yes, no, noScale: this.#noScale.scale };
      }
      case 'market_lifecycle_v2':
      case 'multivariate_market_lifecycle':
      case 'event_lifecycle':
      case 'event_fee_update': {
        const lifecycle = isObject(message) ? readLifecycle(type, message) : 'bad-message';
        if (typeof lifecycle === 'string') return this.#reject(lifecycle, text, sid, seq);
        return { kind: 'lifecycle', sid, seq, lifecycle };
      }
      case 'subscribed': {
        const subscribed = readSubscribed(message);
        if (subscribed === undefined) return this.#reject('bad-message', text, sid, seq);
        return { kind: 'subscribed', sid, seq, id, channel: subscribed.channel, newSid: subscribed.newSid };
      }
      case 'ok':
        return { kind: 'ok', sid, seq, id, tickers: readOkTickers(message) };
      case 'unsubscribed':
        return { kind: 'unsubscribed', sid, seq, id };
      case 'error': {
        const error = readError(message);
        if (error === undefined) return this.#reject('bad-message', text, sid, seq);
        return { kind: 'error', sid, seq, id, code: error.code, message: error.message };
      }
      default:
        return { kind: 'ignored', sid, seq, type: this.#rejects.ignore(type) };
    }
  }

  /** Returns the NO side on its own scale, as far as the books so far tell on which it comes. */
  #ownNo({ ticker, yes, no }: Snapshot): readonly Level[] {
    const read = ownScale(no, this.#noScale.scale);
    return this.#noScale.take({ ticker, yes, no: read }) ? ownScale(no, this.#noScale.scale) : read;
  }

  #reject(reason: RejectReason, text: string, sid: Sid | undefined, seq: Seq | undefined): Decoded {
    this.#rejects.reject(reason, text);
    return { kind: 'rejected', sid, seq, reason };
  }
}
