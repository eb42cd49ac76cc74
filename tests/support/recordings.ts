/**
 * Recordings of the real exchange, where this machine has them: `../shared/data` beside the repository. They are never part
 * of the project, so every user of this file must do without (`hasRecordings`). Streams, for one file unpacked has 20 MB.
 */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

const DIRECTORY = path.resolve(import.meta.dirname, '../../../shared/data');

/** False on a user's clone. */
export const hasRecordings = existsSync(DIRECTORY);

/** Why a test that needs them was skipped. */
export const NO_RECORDINGS = 'needs the recordings in ../shared/data';

/** Returns the names of the recordings that begin with `prefix` ("book_", "trades_kxeth"), sorted; none where they are absent. */
export function recordingNames(prefix: string): readonly string[] {
  if (!hasRecordings) return [];
  return readdirSync(DIRECTORY)
    .filter((name) => name.startsWith(prefix) && name.endsWith('.jsonl.gz'))
    .sort();
}

/** Returns where a recording lies. */
export function recordingPath(name: string): string {
  return path.join(DIRECTORY, name);
}

/** Yields the lines of a recording as text, one JSON object each. */
export async function* readLines(name: string): AsyncGenerator<string> {
  const packed = createReadStream(path.join(DIRECTORY, name));
  const lines = createInterface({ input: packed.pipe(createGunzip()), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') yield line;
}

/** Yields the frames of a `book_` or `trades_` recording as the exchange's own text, in receive order. */
export async function* readFrames(name: string): AsyncGenerator<string> {
  for await (const line of readLines(name)) yield rawFrame(line);
}

/** Returns the text of the member `raw`, which is the row's last: cut out, not written anew, so that no digit changes. */
function rawFrame(line: string): string {
  const key = '"raw":';
  const start = line.indexOf(key);
  if (start < 0 || !line.endsWith('}}'))
    throw new Error(`Expected a row with "raw" last, but found ${line.slice(0, 80)}`);
  return line.slice(start + key.length, -1);
}
