/** The diagnostics as plain text, to copy into a report. Holds no token and no key: the page never has a key. */
import type { StatusFrame } from '#contract/frames.ts';
import type { Diagnostics } from '../../boot/flowboard.ts';
import { counted, grouped } from '../../format/number.ts';
import { createClock, duration } from '../../format/time.ts';

/** Reports are read in other zones. */
const utc = createClock('UTC');

/** Returns one line a fact, grouped by what it is about. */
export function diagnosticsText(found: Diagnostics, status: StatusFrame | undefined): string {
  const { session, market, store } = found;
  const lines = [
    `Flowboard ${session.version}, page ${found.build}`,
    `exchange: ${session.exchangeId ?? 'unknown'} (${session.mode ?? 'unknown'})`,
    `tab: ${session.role}, ${session.pairing}${session.reason === '' ? '' : `, ${session.reason}`}`,
    `relay: ${relayWords(found)}`,
    `browser: ${found.userAgent}`,
    '',
    ...counters(status),
    '',
    ...session.workers.map(
      (worker) =>
        `worker ${worker.name}: ${worker.state}, ${worker.deaths} deaths${worker.lastFault === '' ? '' : `, last: ${worker.lastFault}`}`,
    ),
  ];
  if (market !== undefined) {
    lines.push(
      '',
      ...market.subscriptions.map(
        (each) => `subscription ${each.channel}: sid ${each.sid}, last seq ${each.lastSeq ?? 'none'}`,
      ),
      `rest: ${market.rest.enabled ? 'on' : 'off'}, ${market.rest.requests} requests, ${market.rest.failures} failures${market.rest.lastError === '' ? '' : `, last: ${market.rest.lastError}`}`,
      `clock: ${clockWords(market)}`,
      `backfill: ${market.backfill.runs} runs, ${market.backfill.recovered} trades recovered`,
      `books: ${Object.entries(market.books)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ')}`,
      ...Object.entries(market.rejects).map(([reason, count]) => `rejected ${reason}: ${count}`),
      ...Object.entries(market.unknownTypes).map(([type, count]) => `unknown type ${type}: ${count}`),
      ...market.rejectSamples.map((sample) => `sample ${sample.reason}: ${sample.text}`),
    );
  }
  if (store !== undefined) {
    lines.push(
      '',
      `store: ${store.state}, ${store.tradesOnDisk} trades, ${store.chunks} chunks, ${store.bytes} of ${store.quota} bytes, persisted ${store.persisted}, term ${store.term}`,
    );
  }
  const log = [...(market?.log ?? []), ...found.storeLog].sort((a, b) => a.at - b.at);
  lines.push(
    '',
    ...log.map((line) => `${utc.day(line.at)} ${utc.tenth(line.at)} UTC ${line.level} ${line.text}`),
  );
  return lines.join('\n');
}

/** Returns how the relay is: "live, up 1:02:03, 2 pages". */
export function relayWords({ relay }: Pick<Diagnostics, 'relay'>): string {
  if (relay === undefined) return 'no answer';
  const { upstream, uptimeSeconds, clients } = relay;
  return [
    `exchange ${upstream || 'unknown'}`,
    uptimeSeconds === undefined ? '' : `up ${duration(uptimeSeconds * 1_000)}`,
    clients === undefined ? '' : counted(clients, 'page'),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Returns how the line is: "live, 0 tries". */
export function lineWords({ connection }: StatusFrame): string {
  const { state, attempts, reason } = connection;
  return `${state}, ${counted(attempts, 'attempt')}${reason === '' ? '' : `, ${reason}`}`;
}

/** Returns what is known of the clocks: "0 ms ahead of the exchange's, 240 ms at most; what comes is 0 ms behind". */
export function clockWords({ clock }: Pick<NonNullable<Diagnostics['market']>, 'clock'>): string {
  const { aheadMs, mostAheadMs, behindMs } = clock;
  const most =
    mostAheadMs === null ? 'REST has not told how much at most' : `${grouped(mostAheadMs)} ms at most`;
  return `${grouped(aheadMs)} ms ahead of the exchange's, ${most}; what comes is ${grouped(behindMs)} ms behind`;
}

function counters(status: StatusFrame | undefined): readonly string[] {
  if (status === undefined) return ['status: none yet'];
  const { recording } = status;
  return [
    `connection: ${lineWords(status)}`,
    `recording: ${recording.state}${recording.reason === '' ? '' : `, ${recording.reason}`}`,
    `received ${status.received}, stored ${recording.stored}, duplicates ${status.duplicates}, gaps ${status.gaps}, sequence gaps ${status.sequenceGaps}, rejected ${status.rejected}`,
    `messages ${status.messages} (${status.messagesPerSecond}/s), active tickers ${status.activeTickers}, worker ${status.workMs.toFixed(1)} ms`,
  ];
}
