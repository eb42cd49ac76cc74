/**
 * Reads a recording: one JSON row a line, plain or gzip, `{"recv_ns" | "recv_ms" | "created_time", "raw": <frame>}`.
 * Gives the frames with their instants; lines that are no such row are counted, not fatal.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { err, ok, type Result } from '#core/lib/result.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface RecordedFrame {
  /** ms since 1970, as recorded; never falls. */
  readonly at: number;
  readonly type: string;
  readonly msg: Fields;
}

export interface Recording {
  readonly frames: readonly RecordedFrame[];
  /** Lines that were no row or no frame. */
  readonly skipped: number;
}

const GZIP_MAGIC = 0x1f8b;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the frames of `file`, or why it cannot be read. */
export function readRecording(file: string): Result<Recording, string> {
  let text: string;
  try {
    const bytes = readFileSync(file);
    const isZipped = bytes.length > 2 && bytes.readUInt16BE(0) === GZIP_MAGIC;
    text = (isZipped ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    return err(
      `expected a readable recording, found ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const frames: RecordedFrame[] = [];
  let skipped = 0;
  let last = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const frame = readRow(line, last);
    if (frame === undefined) {
      skipped++;
      continue;
    }
    last = frame.at;
    frames.push(frame);
  }
  return frames.length === 0
    ? err(`expected rows {"recv_ns", "raw"} or {"created_time", "raw"}, found none in ${skipped} lines`)
    : ok({ frames, skipped });
}

function readRow(line: string, last: number): RecordedFrame | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isFields(row) || !isFields(row['raw'])) return undefined;
  const { type, msg } = row['raw'];
  if (typeof type !== 'string' || !isFields(msg)) return undefined;
  const at = instantOf(row) ?? (typeof msg['ts_ms'] === 'number' ? msg['ts_ms'] : last);
  return { at: Math.max(at, last), type, msg };
}

/** Returns when the row was received, in ms. Nanoseconds exceed safe integers; a millisecond is all that is needed. */
function instantOf(row: Fields): number | undefined {
  const { recv_ns: nanoseconds, recv_ms: milliseconds, created_time: created } = row;
  if (typeof nanoseconds === 'number') return Math.floor(nanoseconds / 1e6);
  if (typeof milliseconds === 'number') return milliseconds;
  const parsed = typeof created === 'string' ? Date.parse(created) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}
