import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import type { Diagnostics } from '../../../../app/boot/flowboard.ts';
import { diagnosticsText } from '../../../../app/views/help/diagnostics-text.ts';
import { aSession } from '../../../support/status-frame.ts';

const FOUND: Diagnostics = {
  session: aSession({
    exchangeId: 'sim-1',
    workers: [{ name: 'store', state: 'running', deaths: 1, lastFault: 'disk full' }],
    version: '9.9.9',
  }),
  build: '9.9.8+abc',
  relay: {
    mode: 'sim',
    exchangeId: 'sim-1',
    version: '9.9.9',
    uptimeSeconds: 3_723,
    upstream: 'live',
    clients: 2,
  },
  market: {
    rejects: { 'not-json': 2 },
    rejectSamples: [{ reason: 'not-json', text: '<b>{' }],
    unknownTypes: { fancy: 3 },
    subscriptions: [{ channel: 'trade', sid: 1, lastSeq: null }],
    rest: { enabled: true, requests: 4, failures: 1, lastError: '503' },
    clock: { aheadMs: -1_250, mostAheadMs: 240, behindMs: 4_000 },
    backfill: { runs: 1, recovered: 7 },
    books: { wanted: 2, deltas: 90 },
    log: [{ at: 2_000 as UnixMs, level: 'info', text: 'second' }],
  },
  store: undefined,
  storeLog: [{ at: 1_000 as UnixMs, level: 'warn', text: 'first' }],
  userAgent: 'a browser',
};

test('the report names every rejection, worker and subscription, and sorts both logs into one', () => {
  const text = diagnosticsText(FOUND, undefined);
  for (const line of [
    'Flowboard 9.9.9, page 9.9.8+abc',
    'relay: exchange live, up 1:02:03, 2 pages',
    'worker store: running, 1 deaths, last: disk full',
    'rejected not-json: 2',
    'sample not-json: <b>{',
    'unknown type fancy: 3',
    'subscription trade: sid 1, last seq none',
    'rest: on, 4 requests, 1 failures, last: 503',
    "clock: -1,250 ms ahead of the exchange's, 240 ms at most; what comes is 4,000 ms behind",
    'books: 2 wanted, 90 deltas',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  expect(text.indexOf('first')).toBeLessThan(text.indexOf('second'));
});

test('a page without workers still has a report', () => {
  const text = diagnosticsText({ ...FOUND, market: undefined }, undefined);
  expect(text).toContain('status: none yet');
});
