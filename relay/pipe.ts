/**
 * One browser socket joined to one upstream socket. Down: frames gathered for 10 ms or 256 KB and sent as one message,
 * bytes untouched, U+001E between them; market data is never parsed. Up: checked commands. It also keeps watch: it asks
 * the exchange for a sign of life at a fixed pace and passes the first one on as its heartbeat, so that a silent exchange
 * is silent to the page from its last sign of life on; and it lets go of a client that cannot keep up. Why joined: a WebSocket message costs a browser about
 * 120 us however small it is (docs/performance.md), so a message a frame would not keep up with a busy exchange.
 */
import type { WebSocket } from 'ws';
import { checkCommand, commandId, errorFrame, TOO_MANY } from './commands.ts';
import type { Log } from './log.ts';
import { countIn, type FeedStats, type UpstreamState } from './stats.ts';
import type { OpenUpstream, UpstreamEnd } from './upstream.ts';

/** Close codes as in docs/api.md. */
export const CLOSE = {
  stopping: 1001,
  tooSlow: 1013,
  keyRefused: 4401,
  exchangeSilent: 4408,
  exchangeClosed: 4409,
  exchangeBusy: 4429,
} as const;

/** Milliseconds and bytes; tests shorten them, nothing else does. */
export const PIPE_LIMITS = {
  flushAfterMs: 10,
  flushAtBytes: 256 * 1024,
  /** Between two pings to the exchange, and so between two heartbeats to the page. */
  pingEveryMs: 5_000,
  silentAfterMs: 10_000,
  /** Above this the exchange's socket is not read until the browser has caught up. */
  pauseAboveBytes: 1024 * 1024,
  resumeBelowBytes: 256 * 1024,
  closeAboveBytes: 8 * 1024 * 1024,
  closeAfterSlowMs: 30_000,
  tickMs: 100,
  /** Commands wait while the exchange is being reached. */
  maxWaitingCommands: 256,
  /** Far above what a page needs, far below the exchange's 10,000 a second. */
  commandsPerSecond: 50,
  commandBurst: 200,
};
export type PipeLimits = Readonly<typeof PIPE_LIMITS>;

export interface PipeOptions {
  readonly client: WebSocket;
  readonly openUpstream: OpenUpstream;
  readonly stats: FeedStats;
  readonly log: Log;
  /** Correlation id of this connection. */
  readonly id: string;
  readonly limits: PipeLimits;
}

export interface Pipe {
  /** Flushes what is in hand and ends both sides. */
  close(code: number, reason: string): void;
}

const SEPARATOR = 0x1e;

/** Returns a running pipe; it ends by itself when either side does. */
export function startPipe({ client, openUpstream, stats, log, id, limits }: PipeOptions): Pipe {
  let state: UpstreamState = 'connecting';
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let flushTimer: NodeJS.Timeout | undefined;
  let slowSince: number | undefined;
  let lastLifeAt = performance.now();
  let watchedAt = lastLifeAt;
  let nextPingAt = lastLifeAt + limits.pingEveryMs;
  /** Pinged, and nothing heard of the exchange since: the page has a heartbeat coming. */
  let isAsked = false;
  let commandAllowance = limits.commandBurst;
  let allowanceAt = lastLifeAt;
  const waiting: string[] = [];
  const entry = { state: () => state, bufferedBytes: () => client.bufferedAmount + pendingBytes };

  const flush = (): void => {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    const [first] = pending;
    if (first === undefined) return;
    const message = pending.length === 1 ? first : join(pending, pendingBytes);
    pending = [];
    pendingBytes = 0;
    stats.messagesDown += 1;
    stats.bytesDown += message.length;
    client.send(message, { binary: false }, catchUp);
    if (client.bufferedAmount > limits.closeAboveBytes) end(CLOSE.tooSlow, 'too much waiting for this page');
    else if (client.bufferedAmount > limits.pauseAboveBytes && slowSince === undefined) {
      slowSince = performance.now();
      stats.pauses += 1;
      upstream.pause();
    }
  };
  const enqueue = (bytes: Buffer): void => {
    pending.push(bytes);
    pendingBytes += bytes.length;
    if (pendingBytes >= limits.flushAtBytes) flush();
    else flushTimer ??= setTimeout(flush, limits.flushAfterMs);
  };
  const catchUp = (): void => {
    if (slowSince === undefined || client.bufferedAmount > limits.resumeBelowBytes) return;
    slowSince = undefined;
    lastLifeAt = performance.now(); // pongs were not read meanwhile, so the silence was ours
    upstream.resume();
  };
  const stop = (): void => {
    state = 'ended';
    clearInterval(tick);
    clearTimeout(flushTimer);
    stats.pipes.delete(entry);
    upstream.close();
  };
  const end = (code: number, reason: string): void => {
    if (state === 'ended') return;
    flushTimer = undefined;
    stop();
    flush();
    countIn(stats.closes, code);
    stats.lastCloseCode = code;
    log.info('feed closed', { connection: id, code, reason });
    client.close(code, trimToBytes(reason));
  };

  const watch = (): void => {
    const now = performance.now();
    const enoughMs = limits.silentAfterMs / 2;
    // After a stall or sleep of our own, what the exchange said meanwhile is still unread: hear it before judging.
    if (now - watchedAt > enoughMs) lastLifeAt = Math.max(lastLifeAt, now - enoughMs);
    watchedAt = now;
    if (slowSince !== undefined) {
      catchUp();
      if (slowSince !== undefined && now - slowSince >= limits.closeAfterSlowMs)
        end(CLOSE.tooSlow, 'the page did not keep up');
      return;
    }
    if (state !== 'live') return;
    if (now - lastLifeAt >= limits.silentAfterMs)
      return end(CLOSE.exchangeSilent, 'the exchange fell silent');
    if (now >= nextPingAt) {
      nextPingAt = now + limits.pingEveryMs;
      isAsked = true;
      upstream.ping();
    }
  };
  const takeAllowance = (): boolean => {
    const now = performance.now();
    const earned = ((now - allowanceAt) * limits.commandsPerSecond) / 1_000;
    commandAllowance = Math.min(limits.commandBurst, commandAllowance + earned);
    allowanceAt = now;
    if (commandAllowance < 1) return false;
    commandAllowance -= 1;
    return true;
  };
  const accept = (text: string): void => {
    const hasRoom = takeAllowance() && (state === 'live' || waiting.length < limits.maxWaitingCommands);
    const checked = hasRoom ? checkCommand(text) : undefined;
    if (checked?.ok === true) {
      stats.commandsUp += 1;
      if (state === 'live') upstream.send(checked.value);
      else waiting.push(checked.value);
      return;
    }
    stats.commandsRefused += 1;
    const refusal =
      checked?.reason ?? errorFrame(commandId(text), TOO_MANY, 'Too many commands: try again soon.');
    enqueue(Buffer.from(refusal, 'utf8'));
  };

  stats.pipes.add(entry);
  const tick = setInterval(watch, limits.tickMs);
  const upstream = openUpstream({
    onOpen() {
      state = 'live';
      lastLifeAt = performance.now();
      for (const command of waiting.splice(0)) upstream.send(command);
    },
    onFrame(bytes) {
      stats.framesDown += 1;
      stats.lastFrameAt = lastLifeAt;
      enqueue(bytes);
    },
    onBadFrame() {
      stats.framesDropped += 1;
    },
    onLife() {
      lastLifeAt = performance.now();
      if (!isAsked) return;
      isAsked = false;
      // What the exchange said before goes before: a heartbeat tells that nothing is missing up to here.
      flush();
      client.send('');
    },
    onEnd: (why) => end(...closeFor(why)),
  });
  client.on('message', (data: Buffer, isBinary: boolean) => {
    if (state !== 'ended') accept(isBinary ? '' : data.toString('utf8'));
  });
  client.on('error', (error) => log.info('feed socket failed', { connection: id, reason: error.message }));
  client.on('close', () => {
    if (state !== 'ended') stop();
  });
  return { close: end };
}

/** Returns the close code and reason by which a page learns how the exchange's socket ended. */
export function closeFor(end: UpstreamEnd): [code: number, reason: string] {
  switch (end.kind) {
    case 'silent':
      return [CLOSE.exchangeSilent, 'the exchange did not answer'];
    case 'unreachable':
      return [CLOSE.exchangeClosed, `unreachable: ${end.reason}`];
    case 'closed':
      return [CLOSE.exchangeClosed, `${end.code} ${end.reason}`.trim()];
    case 'refused': {
      const reason = `HTTP ${end.status} ${end.reason}`.trim();
      if (end.status === 401 || end.status === 403) return [CLOSE.keyRefused, reason];
      if (end.status === 429 || end.status === 503) return [CLOSE.exchangeBusy, reason];
      return [CLOSE.exchangeClosed, reason];
    }
  }
}

function join(frames: readonly Buffer[], bytes: number): Buffer {
  const message = Buffer.allocUnsafe(bytes + frames.length - 1);
  let at = 0;
  for (const frame of frames) {
    if (at > 0) message[at++] = SEPARATOR;
    at += frame.copy(message, at);
  }
  return message;
}

/** A close frame has room for 123 bytes of reason. */
function trimToBytes(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}
