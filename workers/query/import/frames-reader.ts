/**
 * The frames of a raw recording as what happened: trades, changes of books, gaps. Judges them as the live feed does: numbers
 * that were left out make every book of the subscription doubtful until its next snapshot, and what cannot be applied is
 * counted with its line. Keeps the order of the lines, whatever the clock says. One file, longer than most: each kind of frame
 * moves the same numbers and books.
 */
import { Books } from '#core/market/book/books.ts';
import type { StaleReason } from '#core/market/book/book-event.ts';
import { FINEST_GRID } from '#core/units/grid.ts';
import { textHash } from '#core/market/duplicates.ts';
import { eventOf, seriesOf, type Ticker } from '#core/units/ticker.ts';
import type { UnixMs } from '#core/units/time.ts';
import { Decoder } from '#core/wire/decode.ts';
import { isTerminal } from '#core/wire/errors.ts';
import type { Decoded, Lifecycle, NoScale, Sid } from '#core/wire/messages.ts';
import { Sequencer } from '#core/wire/sequencer.ts';
import type { MarketRow } from '#contract/store.ts';
import { MAX_BOOKS } from './book-sink.ts';
import { BAD_TIME, TRADE_CONFLICT, type ImportJob } from './import-job.ts';
import { Heard } from './heard.ts';
import { readRow, type BadRow } from './recorded-row.ts';
import type { TextLine } from './lines.ts';

const BOOKS = 'orderbook_delta';
const TRADES = 'trade';

/** One socket has one a channel. */
const MAX_SIDS = 1_000;
/** Frames without a stamp wait for the first that has one; a recording begins with a handful of such. */
const MAX_EARLY = 10_000;
/** Recording time between two looks for books that stay crossed. */
const EXPIRE_EVERY_MS = 500;
/** Market.status after a lifecycle event, as the live board has it (protocol 4.8). */
const STATUS_AFTER: ReadonlyMap<string, string> = new Map([
  ['activated', 'active'],
  ['deactivated', 'inactive'],
  ['determined', 'determined'],
  ['settled', 'finalized'],
]);

const BAD_ROWS: Record<BadRow, string> = {
  'not-json': 'expected a JSON object, found something else',
  'no-frame': 'expected a frame with a "type", bare or under "raw", found none',
};

interface Framed {
  readonly frame: Decoded;
  /** Of its text: an exact repetition has the same. */
  readonly hash: number;
  readonly line: number;
}

export class FramesReader {
  readonly #job: ImportJob;
  readonly #decoder = new Decoder();
  readonly #sequencer = new Sequencer();
  readonly #channels = new Map<Sid, string>();
  readonly #books: Books;
  readonly #seqs = new Map<Sid, number>();
  readonly #heard = new Heard();
  /** Our stamp of the last frame of a channel. */
  readonly #heardAt = new Map<string, UnixMs>();
  #hasBookNumbers = false;
  #hasTradeNumbers = false;
  /** The last trade before a line that may have been one; until the next trade. */
  #tradeHoleFrom: UnixMs | undefined;
  #noScale: NoScale = 'no';
  #early: Framed[] = [];
  #at: UnixMs | undefined;
  #expiredAt = 0;
  #line = 0;

  constructor(job: ImportJob) {
    this.#job = job;
    this.#books = new Books({
      onDoubt: () => undefined,
      onEvent: (event) => {
        job.book(event);
      },
    });
  }

  /** Takes one line. */
  take({ number, text, isLast }: TextLine): void {
    this.#line = number;
    const row = text === undefined ? 'no-frame' : readRow(text);
    if (typeof row === 'string') {
      if (isLast && row === 'not-json')
        this.#job.remarks.note('end', `Line ${number} is cut off: the recording ended while it was written.`);
      else this.#unreadable(BAD_ROWS[row], undefined);
      return;
    }
    const frame = this.#decoder.decode(row.frame);
    const at = row.at ?? stampOf(frame);
    if (![row.at, stampOf(frame)].every((stamp) => stamp === undefined || this.#job.isSane(stamp))) {
      this.#unreadable(BAD_TIME, frame.sid);
      return;
    }
    const hash = textHash(row.frame);
    if (at === undefined && this.#at === undefined && this.#early.length < MAX_EARLY) {
      this.#early.push({ frame, hash, line: number });
      return;
    }
    this.#tick(at);
    this.#takeFrame({ frame, hash, line: number });
  }

  /** The file has ended. */
  finish(): void {
    if (this.#at !== undefined) this.#endTradeHole(this.#at);
    if (this.#early.length === 0) return;
    this.#line = this.#early[0]?.line ?? 0;
    const reason = 'expected a frame or row with a time, found none in the whole file';
    for (const { line } of this.#early) this.#job.remarks.reject(reason, line);
  }

  /** Moves the recording's clock, and lets go what waited for its first stamp. */
  #tick(at: UnixMs | undefined): void {
    if (at !== undefined && this.#at !== undefined && at < this.#at)
      this.#job.remarks.note(
        'clock',
        `The recording's clock runs backwards (first at line ${this.#line}): the order of the lines was kept, and the earlier stamps count as the last one before them.`,
      );
    if (at !== undefined && (this.#at === undefined || at > this.#at)) this.#at = at;
    const now = this.#at;
    if (now === undefined) return;
    const early = this.#early;
    if (early.length > 0) {
      this.#early = [];
      for (const framed of early) this.#takeFrame(framed);
    }
    if (now - this.#expiredAt < EXPIRE_EVERY_MS) return;
    this.#expiredAt = now;
    this.#books.expire(now);
  }

  #takeFrame({ frame, hash, line }: Framed): void {
    this.#line = line;
    const at = this.#at;
    // More than MAX_EARLY frames without any time: nobody can say when they happened.
    if (at === undefined) {
      this.#reject('expected a frame or row with a time, found none so far');
      return;
    }
    if (frame.kind === 'subscribed') this.#subscribed(frame.channel, frame.newSid, at);
    if (!this.#isNext(frame, hash, at)) return;
    switch (frame.kind) {
      case 'trade':
        this.#endTradeHole(at);
        this.#heardAt.set(TRADES, at);
        this.#hasTradeNumbers ||= frame.seq !== undefined;
        if (this.#job.trade(frame.trade, at, line) === 'conflict') this.#reject(TRADE_CONFLICT);
        return;
      case 'snapshot':
        this.#snapshot(frame, at);
        return;
      case 'delta':
        this.#delta(frame, at);
        return;
      case 'lifecycle':
        this.#lifecycle(frame.lifecycle);
        return;
      case 'rejected':
        this.#unreadable(
          `expected a frame of the exchange, found one that cannot be read (${frame.reason})`,
          frame.sid,
        );
        return;
      case 'ignored':
        this.#reject(`expected a known kind of frame, found "${frame.type}"`);
        return;
      case 'error':
        if (isTerminal(frame.code)) this.#over(frame.sid, at);
        return;
      case 'unsubscribed':
        this.#over(frame.sid, at);
        return;
      case 'quote':
      case 'subscribed':
      case 'ok':
        return;
    }
  }

  #snapshot(frame: Extract<Decoded, { kind: 'snapshot' }>, at: UnixMs): void {
    const { ticker, seq } = frame;
    if (this.#books.get(ticker) === undefined && this.#books.size >= MAX_BOOKS) {
      this.#reject('expected at most 10,000 markets with books, found more');
      return;
    }
    if (frame.noScale !== this.#noScale) this.#rescaled(frame.noScale, at);
    this.#heardAt.set(BOOKS, at);
    this.#hasBookNumbers ||= seq !== undefined;
    this.#books.watch(ticker, FINEST_GRID);
    this.#books.snapshot(frame, seq, at);
  }

  /** Nobody knows since when: what was read so far on the other scale stays, and every book is doubted until its next snapshot. */
  #rescaled(scale: NoScale, at: UnixMs): void {
    this.#noScale = scale;
    this.#missed(BOOKS, 'crossed', at);
    const which = scale === 'yes' ? 'the YES scale' : 'their own scale';
    this.#job.remarks.note(
      `scale-${scale}`,
      `Books tell that NO prices are on ${which}: they are read so from line ${this.#line} on, and what came before may be wrong.`,
    );
  }

  #delta(frame: Extract<Decoded, { kind: 'delta' }>, at: UnixMs): void {
    const { early, negative, unknown } = this.#books.counts;
    this.#heardAt.set(BOOKS, at);
    this.#books.delta(frame, frame.seq, at);
    const now = this.#books.counts;
    if (now.unknown > unknown) this.#reject('expected a snapshot before the first change of a book');
    else if (now.early > early) this.#reject('expected a snapshot after a gap, found a change');
    else if (now.negative > negative)
      this.#reject('expected a change that leaves something or nothing, found one that leaves less');
  }

  /**
   * Returns false for a frame that was there before. Says what is missing where numbers were left out, and where a number that
   * is not newer tells of another subscription: the recording goes on after a disconnect that it does not show.
   */
  #isNext({ kind, sid, seq }: Decoded, hash: number, at: UnixMs): boolean {
    if (sid === undefined) return true;
    const channel = channelOf(kind);
    if (!this.#channels.has(sid)) {
      if (seq !== undefined && this.#seqs.size >= MAX_SIDS) {
        this.#reject('expected a few subscriptions, found thousands');
        return false;
      }
      if (channel !== undefined && this.#channels.size < MAX_SIDS) this.#channels.set(sid, channel);
    }
    if (seq === undefined) return true;
    const last = this.#seqs.get(sid) ?? -1;
    // A snapshot that is repeated behind changes would undo them: only the very last frame may come again as one.
    const isRepeated = this.#heard.has(sid, seq, hash) && (kind !== 'snapshot' || seq === last);
    if (seq <= last && (!isRepeated || (seq === 1 && last > 1))) this.#restarted(kind, sid, at);
    switch (this.#sequencer.observe(sid, seq)) {
      case 'pass':
        break;
      case 'duplicate':
        this.#reject('expected each frame once, found one again');
        return false;
      case 'gap':
        this.#missed(this.#channels.get(sid) ?? BOOKS, 'sequence', at);
        this.#job.remarks.note(
          'gaps',
          `Frames are missing in the recording, first before line ${this.#line}.`,
        );
    }
    this.#seqs.set(sid, seq);
    this.#heard.add(sid, seq, hash);
    return true;
  }

  #subscribed(channel: string, sid: Sid, at: UnixMs): void {
    const isAgain = this.#channels.get(sid) === channel && this.#seqs.has(sid);
    if (this.#channels.size >= MAX_SIDS) this.#channels.clear();
    if (isAgain || (channel === BOOKS && this.#books.size > 0)) this.#broken(channel, sid, at);
    else this.#sequencer.forget(sid);
    this.#channels.set(sid, channel);
  }

  /** The subscription has ended: nothing more comes of it. One that is not named may be that of the books. */
  #over(sid: Sid | undefined, at: UnixMs): void {
    if (sid === undefined) this.#missed(BOOKS, 'disconnect', at);
    else this.#broken(this.#channels.get(sid), sid, at);
  }

  /** Numbers begin anew: another socket, on which the sid may stand for another channel. */
  #restarted(kind: Decoded['kind'], sid: Sid, at: UnixMs): void {
    const before = this.#channels.get(sid);
    this.#broken(before, sid, at);
    const channel = channelOf(kind) ?? before;
    if (channel === undefined || channel === before) return;
    this.#missed(channel, 'disconnect', at);
    this.#channels.set(sid, channel);
  }

  #broken(channel: string | undefined, sid: Sid, at: UnixMs): void {
    this.#sequencer.forget(sid);
    this.#seqs.delete(sid);
    this.#heard.forget(sid);
    this.#missed(channel ?? BOOKS, 'disconnect', at);
  }

  #missed(channel: string, reason: StaleReason, at: UnixMs): void {
    // Nobody knows how long before now it was: doubt begins with the last that was heard.
    const fromMs = this.#heardAt.get(channel) ?? at;
    if (channel === BOOKS) this.#books.gap(reason, fromMs);
    if (channel === BOOKS || channel === TRADES) this.#job.gap({ fromMs, toMs: at, channel, reason });
  }

  /**
   * What stood there may have been a trade or a change of any book. A line of which nothing is known is told by the number that
   * is missing then, where there are numbers; the rest is told here.
   */
  #unreadable(reason: string, sid: Sid | undefined): void {
    this.#reject(reason);
    const at = this.#at;
    if (at === undefined) return;
    const channel = sid === undefined ? undefined : this.#channels.get(sid);
    const mayBe = (name: string, isHeard: boolean, hasNumbers: boolean): boolean =>
      channel === undefined ? isHeard && (sid !== undefined || !hasNumbers) : channel === name;
    if (mayBe(BOOKS, this.#books.size > 0, this.#hasBookNumbers)) this.#missed(BOOKS, 'sequence', at);
    const lastTradeAt = this.#heardAt.get(TRADES);
    if (mayBe(TRADES, lastTradeAt !== undefined, this.#hasTradeNumbers))
      this.#tradeHoleFrom ??= lastTradeAt ?? at;
  }

  #endTradeHole(at: UnixMs): void {
    const fromMs = this.#tradeHoleFrom;
    if (fromMs === undefined) return;
    this.#tradeHoleFrom = undefined;
    const toMs = Math.max(fromMs + 1, at) as UnixMs;
    this.#job.gap({ fromMs, toMs, channel: TRADES, reason: 'sequence' });
  }

  #lifecycle(lifecycle: Lifecycle): void {
    const { ticker } = lifecycle;
    if (ticker === undefined) return;
    const row = changedRow(this.#job.marketOf(ticker), lifecycle, ticker);
    if (!this.#job.market(row)) this.#reject('expected at most 100,000 markets, found more');
  }

  #reject(reason: string): void {
    this.#job.remarks.reject(reason, this.#line);
  }
}

/** Of a frame that only one channel has. */
function channelOf(kind: Decoded['kind']): string | undefined {
  if (kind === 'trade') return TRADES;
  return kind === 'snapshot' || kind === 'delta' ? BOOKS : undefined;
}

function stampOf(frame: Decoded): UnixMs | undefined {
  switch (frame.kind) {
    case 'trade':
      return frame.trade.venueAt;
    case 'delta':
      return frame.venueAt;
    case 'quote':
      return frame.quote.venueAt;
    default:
      return undefined;
  }
}

function changedRow(old: MarketRow | undefined, lifecycle: Lifecycle, ticker: Ticker): MarketRow {
  const known = old ?? {
    ticker,
    event: lifecycle.eventTicker ?? eventOf(ticker),
    eventTitle: '',
    series: seriesOf(ticker),
    title: '',
    name: '',
    category: '',
    openAt: undefined,
    closeAt: undefined,
    status: '',
    result: '',
  };
  return {
    ...known,
    title: lifecycle.title ?? known.title,
    name: lifecycle.yesSubTitle ?? known.name,
    openAt: lifecycle.openAt ?? known.openAt,
    closeAt: lifecycle.closeAt ?? known.closeAt,
    result: lifecycle.result ?? known.result,
    status: STATUS_AFTER.get(lifecycle.kind) ?? known.status,
    priceRanges: lifecycle.priceRanges ?? known.priceRanges,
  };
}
