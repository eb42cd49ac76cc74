/** What a file is, by its first bytes: names lie. */

export type FileKind = 'sqlite' | 'gzip' | 'lines';

const SQLITE_MAGIC = 'SQLite format 3\0';
const GZIP = [0x1f, 0x8b] as const;
const HEAD_BYTES = 64;

/** Returns the kind of `file`, or `undefined` where it is none that can be imported. */
export async function sniff(file: Blob): Promise<FileKind | undefined> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (head[0] === GZIP[0] && head[1] === GZIP[1]) return 'gzip';
  const text = new TextDecoder('latin1').decode(head);
  if (text.startsWith(SQLITE_MAGIC)) return 'sqlite';
  // A byte order mark may stand before the first brace.
  return /^(ï»¿)?\s*\{/.test(text) ? 'lines' : undefined;
}
