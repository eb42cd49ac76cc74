/**
 * `npm run tape`: a client without a browser. Signs, subscribes to public trades, prints one line a trade (JSON with
 * `--json`), connects again after every loss with a growing wait. With the simulated exchange it joins the one that
 * runs, or starts one of its own. The smallest proof that key, signature and wire are right.
 */
import { connect } from 'node:net';
import { backoffMs } from '#core/lib/backoff.ts';
import { createRng } from '#core/lib/rng.ts';
import { formatMoney, notional } from '#core/units/money.ts';
import { complement, formatPrice } from '#core/units/price.ts';
import { formatQuantity } from '#core/units/quantity.ts';
import { subscribe } from '#core/wire/commands.ts';
import { Decoder } from '#core/wire/decode.ts';
import type { Trade } from '#core/wire/messages.ts';
import { SIMULATOR_ENTRY, startSimulator, type Simulator } from './child.ts';
import { simulatedExchange, type ExchangeAddress } from './config.ts';
import { createLog } from './log.ts';
import { closeFor, CLOSE, PIPE_LIMITS } from './pipe.ts';
import { SIMULATOR_KEY_ID, type Signer } from './signer.ts';
import { prepare, readEnvFile, type Prepared } from './start.ts';
import { createUpstreamOpener, type Upstream } from './upstream.ts';

const isJson = process.argv.includes('--json');
const stoppers: (() => Promise<void>)[] = [];
let isStopping = false;

await main();

async function main(): Promise<void> {
  const stray = process.argv.slice(2).find((word) => word !== '--json');
  if (stray !== undefined) return stop(1, `Expected --json or nothing, found "${stray}".`);
  const unreadable = readEnvFile();
  if (unreadable !== undefined) return stop(1, unreadable);
  const prepared = prepare(process.env);
  if (!prepared.ok) return stop(1, prepared.reason.join('\n'));
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  // `npm run tape | head`: the reader has had enough.
  process.stdout.on('error', () => void stop(0));

  const exchange = await findExchange(prepared.value);
  if (typeof exchange === 'string') return stop(1, exchange);
  follow(exchange, prepared.value.signer);
}

/** Returns the exchange's address; starts a simulated one when that is wanted and none answers. */
async function findExchange({ config, publicKeyPath }: Prepared): Promise<ExchangeAddress | string> {
  if (publicKeyPath === undefined || (await isListening(config.sim.port))) return config.exchange;
  const started = await startSimulator({
    ...config.sim,
    port: 0,
    entry: SIMULATOR_ENTRY,
    publicKeyPath,
    keyId: SIMULATOR_KEY_ID,
    log: createLog(config.logLevel),
  });
  if (!started.ok) return started.reason;
  const simulator: Simulator = started.value;
  stoppers.push(() => simulator.close());
  note(`Started a simulated exchange of its own, seed ${simulator.seed}.`);
  return simulatedExchange(simulator.port);
}

/** Follows the tape until the program ends: one socket at a time. */
function follow(exchange: ExchangeAddress, signer: Signer): void {
  const open = createUpstreamOpener(exchange.wsUrl, signer);
  const rng = createRng(process.pid);
  const decoder = new Decoder();
  let failures = 0;
  let upstream: Upstream | undefined;
  let lastLifeAt = 0;

  const retry = (code: number, reason: string): void => {
    upstream = undefined;
    if (isStopping) return;
    if (code === CLOSE.keyRefused) return void stop(1, `The exchange refused the key: ${reason}.`);
    const waitMs = backoffMs(failures, rng);
    failures += 1;
    note(`Not connected (${reason}), trying again in ${waitMs} ms.`);
    setTimeout(begin, waitMs);
  };
  const begin = (): void => {
    const current = open({
      onOpen() {
        lastLifeAt = performance.now();
        upstream = current;
        current.send(subscribe(1, ['trade']));
      },
      onFrame(bytes) {
        const decoded = decoder.decode(bytes.toString('utf8'));
        if (decoded.kind === 'subscribed') failures = 0;
        if (decoded.kind === 'trade')
          process.stdout.write(`${isJson ? asJson(decoded.trade) : asLine(decoded.trade)}\n`);
        if (decoded.kind === 'error') note(`The exchange says: ${decoded.message} (code ${decoded.code}).`);
        if (decoded.kind === 'rejected') note(`A frame was not understood (${decoded.reason}).`);
      },
      onBadFrame: () => note('A frame was no text in UTF-8.'),
      onLife() {
        lastLifeAt = performance.now();
      },
      onEnd: (end) => retry(...closeFor(end)),
    });
  };
  const watch = setInterval(() => {
    if (upstream === undefined) return;
    if (performance.now() - lastLifeAt < PIPE_LIMITS.silentAfterMs) return upstream.ping();
    upstream.close();
    retry(CLOSE.exchangeSilent, 'the exchange fell silent');
  }, PIPE_LIMITS.pingEveryMs);
  stoppers.push(() => {
    clearInterval(watch);
    upstream?.close();
    return Promise.resolve();
  });
  begin();
}

/** `12:34:56.789  YES 0.3600 x     136.00 = 48.96  HIGHNY-22DEC23-B53.5`: price of the side that was bought. */
function asLine(trade: Trade): string {
  const price = trade.taker === 'yes' ? trade.yesPrice : complement(trade.yesPrice);
  const time = new Date(trade.venueAt).toISOString().slice(11, 23);
  const side = trade.taker === 'yes' ? 'YES' : 'NO ';
  const count = formatQuantity(trade.quantity).padStart(10);
  const value = formatMoney(notional(price, trade.quantity));
  return `${time}  ${side} ${formatPrice(price)} x ${count} = ${value}  ${trade.ticker}${trade.isBlock ? '  block' : ''}`;
}

function asJson(trade: Trade): string {
  return JSON.stringify({
    tradeId: trade.tradeId,
    ticker: trade.ticker,
    yesPrice: formatPrice(trade.yesPrice),
    noPrice: formatPrice(complement(trade.yesPrice)),
    count: formatQuantity(trade.quantity),
    takerSide: trade.taker,
    isBlock: trade.isBlock,
    venueAtMs: trade.venueAt,
  });
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function stop(code: number, line?: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (line !== undefined) note(line);
  await Promise.all(stoppers.map((stopper) => stopper()));
  process.exit(code);
}
