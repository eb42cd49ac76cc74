/**
 * `window.flowboard`: the board's calls for the console, tests and user scripts (docs/api.md). Plain JSON in and out; a call
 * that cannot be answered (a dead worker, an export in a tab that follows) rejects with a sentence.
 */
import type { BookJson, BucketsJson, StatsJson, TickerStateJson, TradeJson } from '#contract/market.ts';
import type { ReplayStatus } from '#contract/replay.ts';
import type { ExportOutcome, ImportOutcome } from '#contract/query.ts';
import type { Board } from './board.ts';
import {
  checkedExport,
  checkedFile,
  checkedQuery,
  checkedReplay,
  checkedTicker,
  type ListQuery,
  type ReplayQuery,
} from './console-input.ts';
import type { Diagnostics, ExportOptions } from './flowboard.ts';
import type { RecordingEntry } from './recording-verbs.ts';

export interface ConsoleApi {
  /** Of the live feed; `replay` is what the page shows instead of it. */
  stats(): Promise<StatsJson & { readonly leader: boolean; readonly replay: ReplayJson | null }>;
  hotMarkets(query?: ListQuery): Promise<readonly TickerStateJson[]>;
  recentTrades(query?: Pick<ListQuery, 'limit'>): Promise<readonly TradeJson[]>;
  trades(ticker: string, query?: ListQuery): Promise<readonly TradeJson[]>;
  watchBook(ticker: string): Promise<BookJson>;
  book(ticker: string): Promise<BookJson>;
  analytics(): Promise<{ readonly hour: BucketsJson; readonly day: BucketsJson }>;
  exportSqlite(options?: ExportOptions): Promise<Blob>;
  exportCsv(options?: ExportOptions): Promise<Blob>;
  /** Brings a file in; rejects with what is wrong and where, and then nothing was changed. */
  importRecording(file: Blob): Promise<ImportJson>;
  /** Shows a recording instead of the live feed and plays it; the newest where none is named. */
  replay(query?: ReplayQuery): Promise<RecordingEntry>;
  diagnostics(): Promise<Diagnostics>;
}

/** The recording on the page and where its clock stands, ms. */
type ReplayJson = Pick<ReplayStatus, 'name' | 'at' | 'speed' | 'isPlaying'>;

/** An import that is done. */
export interface ImportJson extends Omit<Extract<ImportOutcome, { kind: 'done' }>, 'kind'> {
  /** For `replay({ session })`. */
  readonly session: string;
}

/** What can be said while no worker runs and no other tab answers. */
const NOTHING: StatsJson = {
  tradesReceived: 0,
  tradesStored: 0,
  duplicates: 0,
  gaps: 0,
  rejected: 0,
  messagesReceived: 0,
  activeTickers: 0,
  books: 0,
  connection: { state: 'connecting', attempts: 0, lastMessageAgeMs: null },
  storage: { bytes: 0, quota: 0, persisted: false },
};

/** Returns the API over `board`. */
export function consoleApi(board: Board): ConsoleApi {
  return {
    stats: async () => {
      const stats = await board.ask('stats').catch(() => NOTHING);
      const leader = board.session.getSnapshot().role === 'leader';
      return { ...stats, leader, replay: replayOf(board) };
    },
    hotMarkets: async (query) => board.ask('hotMarkets', checkedQuery('hotMarkets', query)),
    recentTrades: async (query) => board.ask('recentTrades', checkedQuery('recentTrades', query)),
    trades: async (ticker, query) =>
      board.ask('trades', checkedTicker('trades', ticker), checkedQuery('trades', query)),
    watchBook: async (ticker) => board.ask('watchBook', checkedTicker('watchBook', ticker)),
    book: async (ticker) => {
      const book = await board.ask('book', checkedTicker('book', ticker));
      if (book !== undefined) return book;
      throw new Error(`Nobody watches the book of ${ticker}: call flowboard.watchBook('${ticker}') first.`);
    },
    analytics: async () => board.ask('analytics'),
    exportSqlite: async (options) => blobOf(await board.exportSqlite(checkedExport('exportSqlite', options))),
    exportCsv: async (options) => blobOf(await board.exportCsv(checkedExport('exportCsv', options))),
    importRecording: async (file) => importInto(board, checkedFile('importRecording', file)),
    replay: async (query) => replayOn(board, checkedReplay('replay', query)),
    diagnostics: () => board.diagnostics(),
  };
}

function replayOf(board: Board): ReplayJson | null {
  const status = board.frames.getSnapshot().status?.value.replay;
  if (status === undefined) return null;
  const { name, at, speed, isPlaying } = status;
  return { name, at, speed, isPlaying };
}

/** A script that cancelled wants to know as from any other cancelled call: AbortError. */
function blobOf(outcome: ExportOutcome): Blob {
  switch (outcome.kind) {
    case 'done':
      return outcome.blob;
    case 'cancelled':
      throw new DOMException('The export was cancelled.', 'AbortError');
    case 'failed':
      throw new Error(outcome.reason);
  }
}

async function importInto(board: Board, file: Blob): Promise<ImportJson> {
  const name = file instanceof File ? file.name : 'Imported by a script';
  const { id, outcome } = await board.recordings.importRecording(file, name);
  if (outcome.kind === 'cancelled') throw new DOMException('The import was cancelled.', 'AbortError');
  if (outcome.kind === 'failed') throw new Error(outcome.reason);
  const { kind: _, ...done } = outcome;
  return { session: id, ...done };
}

async function replayOn(board: Board, { session, speed = 1 }: ReplayQuery): Promise<RecordingEntry> {
  const entries = await board.recordings.list();
  const found =
    session === undefined
      ? entries[0]
      : entries.find(({ id, name }) => id === String(session) || name === session);
  if (found === undefined) {
    const known = entries.map(({ id, name }) => (name === '' ? id : `${id} (${name})`)).join(', ');
    throw new Error(
      `No recording is called ${String(session)}. There are: ${known === '' ? 'none' : known}.`,
    );
  }
  const { exchangeId, name, from, to } = found;
  await board.replay.open({ exchangeId, name, from, to });
  await board.replay.setSpeed(speed);
  await board.replay.play();
  return found;
}
