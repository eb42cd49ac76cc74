/**
 * An exchange that only floods: accepts any signature, answers a subscription, then sends trade frames at a fixed rate and,
 * where asked, changes of the books somebody subscribed to. A process of its own, so that making frames costs none of the
 * measured ones anything. Not a simulator: no sense. GET /book/TICKER says what rests there.
 *
 * Flags: --port N --rate R (trades a second) --deltas R (book changes a second; 0: books that stand still) --tickers N --total N
 * (trades; 0: no end; the changes end with them) --pad BYTES (pad trades to this size) --ids counted|random|none. A counted
 * id is a UUID that holds the socket's number in its second group and the frame's in its last, both hexadecimal; random ones
 * are what an exchange sends and what a disk must take. --signals MS (0: none): besides the flood a trade of a market of its own
 * about so often, the n-th of n contracts, by takers of both sides in turn; GET /signals says when each was sent, Unix ms.
 * --past N: the first N trades bear stamps spread evenly over the hour before, as if that hour had been heard too.
 * Prints {"ready":true,"port":N}, then on its own line each second {"sent":N,"deltas":N}. Ends with its parent.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { WebSocketServer, type WebSocket } from 'ws';
import { BookFlood, bookNow, type BookCommand } from './book-flood.ts';
import { madeTrades } from './made-trades.ts';
import { SIGNAL_TICKER } from './signal.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    rate: { type: 'string', default: '1000' },
    deltas: { type: 'string', default: '0' },
    tickers: { type: 'string', default: '200' },
    total: { type: 'string', default: '0' },
    pad: { type: 'string', default: '0' },
    ids: { type: 'string', default: 'counted' },
    signals: { type: 'string', default: '0' },
    past: { type: 'string', default: '0' },
  },
});
const { ids } = values;
const rate = Number(values.rate);
const deltaRate = Number(values.deltas);
const tickerCount = Number(values.tickers);
const total = Number(values.total) || Infinity;
const pad = Number(values.pad);
const signalMs = Number(values.signals);
const past = Number(values.past);

/** Slices of 10 ms: fine enough to be smooth, coarse enough to cost little. */
const SLICE_MS = 10;
/** A little less than an hour: none of them is too old when it arrives. */
const PAST_MS = 59.5 * 60_000;

const tickers = Array.from({ length: tickerCount }, (_, i) => `KXFLOOD${i % 7}-26NOV20-T${i}`);
const next = madeTrades(1, tickerCount);
let sent = 0;
let deltas = 0;
let sockets = 0;
/** When each signal was sent, Unix ms. */
const signals: number[] = [];

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

function idOf(socket: number, seq: number): string {
  if (ids === 'none') return '';
  const id = ids === 'random' ? randomUUID() : `00000000-${hex(socket, 4)}-4000-8000-${hex(seq, 12)}`;
  return `"trade_id":"${id}",`;
}

function frame(socket: number, seq: number, now: number): string {
  const { ticker, yesPrice, quantity, isTakerYes } = next();
  const text =
    `{"type":"trade","sid":1,"seq":${seq},"msg":{${idOf(socket, seq)}"market_ticker":"${tickers[ticker] ?? ''}",` +
    `"yes_price_dollars":"${(yesPrice / 10_000).toFixed(4)}","count_fp":"${(quantity / 100).toFixed(2)}",` +
    `"taker_outcome_side":"${isTakerYes ? 'yes' : 'no'}","ts_ms":${now}}}`;
  return text.length < pad ? text + ' '.repeat(pad - text.length) : text;
}

function signalFrame(socket: number, seq: number, now: number): string {
  signals.push(now);
  const side = signals.length % 2 === 0 ? 'yes' : 'no';
  return (
    `{"type":"trade","sid":1,"seq":${seq},"msg":{${idOf(socket, seq)}"market_ticker":"${SIGNAL_TICKER}",` +
    `"yes_price_dollars":"0.5000","count_fp":"${signals.length}.00","taker_outcome_side":"${side}","ts_ms":${now}}}`
  );
}

function flood(socket: WebSocket, number: number, books: BookFlood): void {
  const started = performance.now();
  let mine = 0;
  let changes = 0;
  let signalAt = signalMs;
  const timer = setInterval(() => {
    const elapsed = (performance.now() - started) / 1000;
    const due = Math.min(total, elapsed * rate);
    // A reader that cannot follow shows as a shortfall, not as memory.
    if (socket.bufferedAmount > 64 * 1024 * 1024) return;
    const now = Date.now();
    while (mine < due) {
      const age = mine < past ? PAST_MS * (1 - mine / past) : 0;
      socket.send(frame(number, ++mine, Math.round(now - age)));
      sent++;
    }
    if (signalMs > 0 && elapsed * 1000 >= signalAt) {
      socket.send(signalFrame(number, ++mine, now));
      sent++;
      // Never in step with whatever the page does at fixed times.
      signalAt += signalMs * (0.5 + Math.random());
    }
    const time = new Date(now).toISOString();
    const changesDue = elapsed * deltaRate;
    for (; changes < changesDue; changes++) {
      if (!books.isOn) continue;
      books.change(time, now);
      deltas++;
    }
    if (mine >= total) clearInterval(timer);
  }, SLICE_MS);
  socket.on('close', () => clearInterval(timer));
}

const server = createServer((request, response) => {
  if (request.url === '/signals') {
    response.end(JSON.stringify(signals));
    return;
  }
  const book = bookNow((request.url ?? '').replace('/book/', ''));
  if (book === undefined) response.writeHead(404).end('{"error":{"code":"not_found"}}');
  else response.end(JSON.stringify(book));
});
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  const number = ++sockets;
  const books = new BookFlood((frame) => socket.send(frame));
  socket.on('message', (data) => {
    const command = JSON.parse((data as Buffer).toString()) as BookCommand;
    const channels = command.params.channels ?? [];
    const isOfBooks = command.cmd !== 'subscribe' || channels.includes('orderbook_delta');
    if (isOfBooks) books.take(command);
    else
      for (const channel of channels) {
        const sid = channel === 'trade' ? 1 : 2;
        socket.send(JSON.stringify({ id: command.id, type: 'subscribed', msg: { channel, sid } }));
        if (channel === 'trade') flood(socket, number, books);
      }
  });
  // A reset by the other side is what some benchmarks are about.
  socket.on('error', () => undefined);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  console.log(JSON.stringify({ ready: true, port: typeof address === 'object' ? address?.port : 0 }));
});
setInterval(() => console.log(JSON.stringify({ sent, deltas })), 1000);
process.on('disconnect', () => process.exit(0));
