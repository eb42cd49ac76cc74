import { expect, test } from 'vitest';
import type { ConnectionStatus, RecordingStatus, StatusFrame } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { createClock } from '../../../../app/format/time.ts';
import { troubleOf } from '../../../../app/state/trouble.ts';
import { aSession, aStatus } from '../../../support/status-frame.ts';

const NOW = Date.UTC(2026, 4, 13, 23, 57, 31) as UnixMs;
const CLOCK = createClock('UTC');

const SESSION = aSession();
const status = (connection: Partial<ConnectionStatus>, recording: Partial<RecordingStatus> = {}) =>
  aStatus({ lastMessageAt: (NOW - 18_000) as UnixMs, lastTradeAt: NOW, ...connection }, recording);
const trouble = (frame: StatusFrame | undefined, session = SESSION, isSilent = false) =>
  troubleOf(session, frame, NOW, isSilent, CLOCK);

test('all well says nothing', () => {
  expect(trouble(status({}))).toBeUndefined();
  expect(trouble(status({ state: 'quiet' }))).toBeUndefined();
  expect(trouble(status({ state: 'connecting' }))).toBeUndefined();
  expect(trouble(undefined)).toBeUndefined();
});

test('a lost connection says since when and counts down to the next try', () => {
  const found = trouble(status({ state: 'reconnecting', nextTryAt: (NOW + 2_400) as UnixMs }));
  expect(found).toEqual({
    tone: 'warn',
    text: 'Connection lost at 23:57:13 UTC. Next try in 3 s.',
    action: 'retry',
  });
  expect(trouble(status({ state: 'reconnecting', nextTryAt: (NOW - 5) as UnixMs }))?.text).toContain(
    'Trying now.',
  );
});

test('offline says to what moment the saved data reaches', () => {
  const words = (change: Partial<ConnectionStatus>): string =>
    trouble(status({ state: 'offline', ...change }))?.text ?? '';
  const wayOut = 'The relay does not answer: start it with ./init.sh.';
  expect(words({})).toBe(`Offline, showing saved data to 23:57:13 UTC. ${wayOut}`);
  // Nothing was heard since the page was loaded: the newest stored trade, with its day where that was before today.
  const away = { lastMessageAt: undefined };
  expect(words(away)).toBe(`Offline, showing saved data to 23:57:31 UTC. ${wayOut}`);
  const yesterday = (NOW - 86_400_000) as UnixMs;
  expect(words({ ...away, lastTradeAt: yesterday })).toBe(
    `Offline, showing saved data to Tue 12 May 2026, 23:57:31 UTC. ${wayOut}`,
  );
  expect(words({ ...away, lastTradeAt: undefined })).toBe(`Offline, showing saved data. ${wayOut}`);
});

test('a tab that follows one of another version says so, and nothing worse', () => {
  const foreign = { ...SESSION, role: 'follower', isLeaderForeign: true } as const;
  expect(trouble(undefined, foreign, true)?.text).toBe(
    'Another tab records with another version of Flowboard. Reload the older one, or lead from this tab.',
  );
  expect(trouble(undefined, { ...foreign, isTakingOver: true }, true)).toBeUndefined();
});

test('a refused key is an error with the exchange’s own reason and a way on', () => {
  const found = trouble(status({ state: 'refused', reason: 'The key was revoked.' }));
  expect(found).toEqual({ tone: 'err', text: 'The key was revoked.', action: 'retry' });
  expect(trouble(status({ state: 'refused' }))?.text).toContain('.env');
});

test('silence of the exchange or of the worker is told', () => {
  expect(trouble(status({ state: 'stale' }))?.text).toContain('for 18 s');
  expect(trouble(status({}), SESSION, true)?.tone).toBe('warn');
});

test('what comes and is not to be trusted is told with its reason; to connect again would not help', () => {
  const heard = { state: 'stale', lastMessageAt: (NOW - 300) as UnixMs } as const;
  const reason = 'What you see is 4 s behind the exchange.';
  expect(trouble(status({ ...heard, reason, behindMs: 4_000 }))).toEqual({
    tone: 'warn',
    text: reason,
    action: undefined,
  });
  expect(trouble(status({ state: 'stale', reason: 'Nothing came.' }))).toMatchObject({ action: 'retry' });
});

test('storage trouble shows when the connection is well, with its reason', () => {
  const failed = { state: 'failed', reason: 'The disk is full.' } as const;
  expect(trouble(status({}, failed))).toEqual({ tone: 'err', text: 'The disk is full.', action: 'settings' });
  expect(trouble(status({}, { state: 'paused' }))?.tone).toBe('warn');
  expect(trouble(status({ state: 'offline' }, failed))?.text).toContain('Offline');
});

test('an unpaired page outranks its missing connection, a stopped tab outranks everything', () => {
  const unpaired = { ...SESSION, pairing: 'unpaired' } as const;
  expect(trouble(status({ state: 'offline' }), unpaired)?.action).toBe('pair');
  const stopped = { ...unpaired, role: 'stopped', reason: 'Three deaths in a minute.' } as const;
  expect(trouble(status({}), stopped)).toEqual({
    tone: 'err',
    text: 'Three deaths in a minute.',
    action: undefined,
  });
});

test('a refused pairing code is said in place of the plain sentence', () => {
  const refused = { ...SESSION, pairing: 'unpaired', reason: 'The code was used before.' } as const;
  expect(trouble(status({ state: 'offline' }), refused)?.text).toContain('The code was used before.');
});
