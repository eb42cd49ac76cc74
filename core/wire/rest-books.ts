/** Order books by REST (protocol 5.2): {"orderbooks":[{"ticker":"A-1","orderbook_fp":{…}}]}. Never throws. */
import { err, ok, type Result } from '../lib/result.ts';
import { readRestBook, type Snapshot } from './book.ts';
import { isObject, MALFORMED, readTicker } from './fields.ts';
import { parseBody, readRows, type RestReason } from './rest-body.ts';

interface RawBooks {
  readonly orderbooks?: unknown;
}

interface RawBook {
  readonly ticker?: unknown;
  readonly orderbook_fp?: unknown;
  /** Legacy. */
  readonly orderbook?: unknown;
}

export interface RestBooks {
  readonly books: readonly Snapshot[];
  /** Books that could not be read. */
  readonly rejected: number;
}

/** GET /markets/orderbooks. A book with one bad level is rejected whole. */
export function decodeOrderbooks(body: string): Result<RestBooks, RestReason> {
  const parsed = parseBody(body);
  if (!parsed.ok) return parsed;
  const raw: RawBooks = parsed.value;
  if (!Array.isArray(raw.orderbooks)) return err('unexpected-shape');
  const { rows, rejected } = readRows(raw.orderbooks, readBook);
  return ok({ books: rows, rejected });
}

function readBook(value: unknown): Snapshot | undefined {
  if (!isObject(value)) return undefined;
  const raw: RawBook = value;
  const ticker = readTicker(raw.ticker);
  const levels = raw.orderbook_fp ?? raw.orderbook;
  if (ticker === MALFORMED || !isObject(levels)) return undefined;
  const book = readRestBook(levels);
  return typeof book === 'string' ? undefined : { ticker, ...book };
}
