/**
 * An exchange that only floods: accepts any signature, answers a subscription, then sends trade frames at a fixed rate.
 * A process of its own, so that making frames costs none of the measured ones anything. Not a simulator: no book, no sense.
 *
 * Flags: --port N --rate R (frames a second) --tickers N --total N (0: no end) --pad BYTES (pad frames to this size)
 * Prints {"ready":true,"port":N}, then on its own line each second {"sent":N}. Ends with its parent.
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { WebSocketServer, type WebSocket } from 'ws';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    rate: { type: 'string', default: '1000' },
    tickers: { type: 'string', default: '200' },
    total: { type: 'string', default: '0' },
    pad: { type: 'string', default: '0' },
  },
});
const rate = Number(values.rate);
const tickerCount = Number(values.tickers);
const total = Number(values.total) || Infinity;
const pad = Number(values.pad);

/** Slices of 10 ms: fine enough to be smooth, coarse enough to cost little. */
const SLICE_MS = 10;

const tickers = Array.from({ length: tickerCount }, (_, i) => `KXFLOOD${i % 7}-26NOV20-T${i}`);
let sent = 0;
let seq = 0;

function frame(now: number): string {
  seq++;
  const cents = 1 + ((seq * 7) % 98);
  const price = (cents / 100).toFixed(4);
  const side = seq % 3 === 0 ? 'no' : 'yes';
  const id = `00000000-0000-4000-8000-${seq.toString(16).padStart(12, '0')}`;
  const text =
    `{"type":"trade","sid":1,"seq":${seq},"msg":{"trade_id":"${id}","market_ticker":"${tickers[(seq * 31) % tickerCount] ?? ''}",` +
    `"yes_price_dollars":"${price}","count_fp":"${1 + (seq % 50)}.00","taker_outcome_side":"${side}","ts_ms":${now}}}`;
  return text.length < pad ? text + ' '.repeat(pad - text.length) : text;
}

function flood(socket: WebSocket): void {
  const started = performance.now();
  let mine = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, ((performance.now() - started) * rate) / 1000);
    // A reader that cannot follow shows as a shortfall, not as memory.
    if (socket.bufferedAmount > 64 * 1024 * 1024) return;
    const now = Date.now();
    for (; mine < due; mine++) {
      socket.send(frame(now));
      sent++;
    }
    if (mine >= total) clearInterval(timer);
  }, SLICE_MS);
  socket.on('close', () => clearInterval(timer));
}

const server = createServer((_request, response) =>
  response.writeHead(404).end('{"error":{"code":"not_found"}}'),
);
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const command = JSON.parse((data as Buffer).toString()) as {
      id: number;
      cmd: string;
      params: { channels?: string[] };
    };
    for (const channel of command.params.channels ?? []) {
      const sid = channel === 'trade' ? 1 : 2;
      socket.send(JSON.stringify({ id: command.id, type: 'subscribed', msg: { channel, sid } }));
      if (channel === 'trade') {
        seq = 0;
        flood(socket);
      }
    }
  });
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  console.log(JSON.stringify({ ready: true, port: typeof address === 'object' ? address?.port : 0 }));
});
setInterval(() => console.log(JSON.stringify({ sent })), 1000);
process.on('disconnect', () => process.exit(0));
