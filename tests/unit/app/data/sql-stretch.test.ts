/** Bounds of a question: a session's own, an import's whole. */
import { expect, test } from 'vitest';
import type { UnixMs } from '#core/units/time.ts';
import { askedOf, rangeProblem, stretchOf } from '../../../../app/views/data/sql-stretch.ts';

const HOUR_MS = 3_600_000;
const from = 1_790_000_000_000 as UnixMs;
const to = (from + 5 * HOUR_MS) as UnixMs;

test('a session is asked about from its beginning to a fixed end', () => {
  const session = { kind: 'session', from, to } as const;
  expect(stretchOf(session, 'all')).toEqual({ from, to });
  expect(stretchOf(session, 'first')).toEqual({ from, to: from + HOUR_MS });
  expect(stretchOf(session, 'last')).toEqual({ from: to - HOUR_MS, to });
});

test('all of an import is all of its database, whatever the exchange has stamped', () => {
  const entry = { kind: 'import', from, to } as const;
  expect(stretchOf(entry, 'all')).toEqual({});
  expect(stretchOf(entry, 'first')).toEqual({ to: from + HOUR_MS });
  expect(stretchOf(entry, 'last')).toEqual({ from: to - HOUR_MS });
});

test('a short recording has no hour that reaches beyond it', () => {
  const short = { kind: 'session', from, to: (from + 1_000) as UnixMs } as const;
  expect(stretchOf(short, 'first')).toEqual({ from, to: from + 1_000 });
  expect(stretchOf(short, 'last')).toEqual({ from, to: from + 1_000 });
});

test('a recording that goes on is asked about up to the moment of the first question, until another is chosen', () => {
  const entry = { kind: 'session', id: '7', from, to } as const;
  const first = askedOf(undefined, entry, 'last');
  const longer = { ...entry, to: (to + 5_000) as UnixMs };
  expect(askedOf(first, longer, 'last')).toBe(first);
  expect(askedOf(first, longer, 'all').bounds).toEqual({ from, to: to + 5_000 });
  expect(askedOf(first, { ...longer, id: '8' }, 'last').bounds).toEqual({
    from: to + 5_000 - HOUR_MS,
    to: to + 5_000,
  });
  expect(askedOf(undefined, longer, 'last').bounds.to).toBe(to + 5_000);
});

test('a chosen range of a session ends where the session does: its database holds others too', () => {
  const session = { kind: 'session', from, to } as const;
  const inside = { from: from + 1_000, to: to - 1_000 };
  expect(stretchOf(session, 'range', inside)).toEqual(inside);
  expect(stretchOf(session, 'range', { from: from - 1, to: to + 1 })).toEqual({ from, to });
  expect(stretchOf(session, 'range', { from: undefined, to: to - 1 })).toEqual({ from, to: to - 1 });
  expect(stretchOf({ ...session, kind: 'import' }, 'range', { from: from - 1, to: undefined })).toEqual({
    from: from - 1,
  });
});

test('another range is another stretch, the same one asks of the same rows', () => {
  const entry = { kind: 'session', id: '7', from, to } as const;
  const first = askedOf(undefined, entry, 'range', { from: from + 5 });
  expect(askedOf(first, { ...entry, to: (to + 9) as UnixMs }, 'range', { from: from + 5 })).toBe(first);
  expect(askedOf(first, entry, 'range', { from: from + 6 }).bounds).toEqual({ from: from + 6, to });
  expect(askedOf(first, entry, 'range', { from: from + 5, to: to - 6 }).bounds.to).toBe(to - 6);
});

test('a range beside a session is refused; of an import nobody knows what its clock was', () => {
  const session = { kind: 'session', from, to } as const;
  expect(rangeProblem(session, { to: from - 1 })).toContain('nothing between these times');
  expect(rangeProblem(session, { from: to + 1 })).toContain('nothing between these times');
  expect(rangeProblem(session, { from: to, to: to + 1 })).toBeUndefined();
  expect(rangeProblem(session, {})).toBeUndefined();
  expect(rangeProblem({ ...session, kind: 'import' }, { from: to + 1 })).toBeUndefined();
});
