/**
 * `window.flowboard`: the board's calls for the console, tests and user scripts (docs/api.md). Plain JSON in and out; a call
 * that cannot be answered (a dead worker, an export in a tab that follows) rejects with a sentence.
 */
import type { BookJson, BucketsJson, StatsJson, TickerStateJson, TradeJson } from '#contract/market.ts';
import type { ExportOutcome } from '#contract/query.ts';
import type { Board } from './board.ts';
import { checkedExport, checkedQuery, checkedTicker, type ListQuery } from './console-input.ts';
import type { Diagnostics, ExportOptions } from './flowboard.ts';

export interface ConsoleApi {
  stats(): Promise<StatsJson & { readonly leader: boolean }>;
  hotMarkets(query?: ListQuery): Promise<readonly TickerStateJson[]>;
  recentTrades(query?: Pick<ListQuery, 'limit'>): Promise<readonly TradeJson[]>;
  trades(ticker: string, query?: ListQuery): Promise<readonly TradeJson[]>;
  watchBook(ticker: string): Promise<BookJson>;
  book(ticker: string): Promise<BookJson>;
  analytics(): Promise<{ readonly hour: BucketsJson; readonly day: BucketsJson }>;
  exportSqlite(options?: ExportOptions): Promise<Blob>;
  exportCsv(options?: ExportOptions): Promise<Blob>;
  diagnostics(): Promise<Diagnostics>;
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
      return { ...stats, leader: board.session.getSnapshot().role === 'leader' };
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
    diagnostics: () => board.diagnostics(),
  };
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
