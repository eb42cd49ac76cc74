/**
 * One line of a raw recording: a frame of the exchange, bare or wrapped with the stamp of its receiver.
 *
 * {"recv_ns":1778677183417676800,"raw":{"type":"orderbook_snapshot","sid":2,"seq":1,"msg":{…}}}
 * {"recv_ms":1784044500381,"raw":{…}}   {"created_time":"2026-05-16T00:00:14.534115Z","raw":"{…}"}   {"type":"trade",…}
 */
import { parseRfc3339 } from '#core/units/rfc3339.ts';
import type { UnixMs } from '#core/units/time.ts';

export interface RecordedRow {
  /** When it was received; `undefined` where the row does not say. */
  readonly at: UnixMs | undefined;
  /** The frame's own text. */
  readonly frame: string;
}

/** Why a line is no row of a recording. */
export type BadRow = 'not-json' | 'no-frame';

const KEY = '"raw":';
/** 2000 to 2100: a stamp outside is in another unit. */
const FIRST_MS = 946_684_800_000;
const LAST_MS = 4_102_444_800_000;
const NS_IN_MS = 1_000_000;
const US_IN_MS = 1_000;

interface RawRow {
  readonly recv_ns?: unknown;
  readonly recv_us?: unknown;
  readonly recv_ms?: unknown;
  readonly received_at?: unknown;
  readonly created_time?: unknown;
  readonly sending_ts_ms?: unknown;
  readonly raw?: unknown;
  readonly type?: unknown;
}

/** Returns the frame of `line`, or why there is none. A frame that stands last is cut out and not parsed here. */
export function readRow(line: string): RecordedRow | BadRow {
  const start = line.indexOf(KEY);
  if (start < 0) return bareFrame(line);
  const cut = line.endsWith('}}') ? parseObject(`${line.slice(0, start)}"raw":null}`) : undefined;
  if (cut !== undefined) return { at: stampOf(cut), frame: line.slice(start + KEY.length, -1) };
  const row = parseObject(line);
  if (row === undefined) return 'not-json';
  const { raw } = row;
  if (typeof raw === 'string') return { at: stampOf(row), frame: raw };
  if (typeof raw !== 'object' || raw === null) return 'no-frame';
  const frame = textOf(raw);
  return frame === undefined ? 'no-frame' : { at: stampOf(row), frame };
}

/** A frame that nobody wrapped may say when it was sent. Anything without a type is no frame. */
function bareFrame(line: string): RecordedRow | BadRow {
  const row = parseObject(line);
  if (row === undefined) return 'not-json';
  return typeof row.type === 'string' ? { at: stampOf(row), frame: line } : 'no-frame';
}

function parseObject(text: string): RawRow | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A row nested a million deep can be parsed, but not written. */
function textOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** Nanoseconds are beyond the safe integers; a millisecond is all that is needed. */
function stampOf(row: RawRow): UnixMs | undefined {
  return (
    millis(row.recv_ns, NS_IN_MS) ??
    millis(row.recv_us, US_IN_MS) ??
    millis(row.recv_ms, 1) ??
    millis(row.received_at, 1) ??
    instant(row.received_at) ??
    instant(row.created_time) ??
    millis(row.sending_ts_ms, 1)
  );
}

function millis(value: unknown, unit: number): UnixMs | undefined {
  return typeof value === 'number' ? checked(Math.floor(value / unit)) : undefined;
}

function instant(value: unknown): UnixMs | undefined {
  const at = typeof value === 'string' ? parseRfc3339(value) : undefined;
  return at === undefined ? undefined : checked(at);
}

function checked(at: number): UnixMs | undefined {
  return at >= FIRST_MS && at <= LAST_MS ? (at as UnixMs) : undefined;
}
