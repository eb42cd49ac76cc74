/** A raw recording, a frame a line, plain or gzip: from its first byte to the outcome. */
import type { Imported } from '#contract/query.ts';
import { FramesReader } from './frames-reader.ts';
import type { ImportJob } from './import-job.ts';
import { BadFile, readLines } from './lines.ts';

/** Reads the whole of `file` into `job`. Rejects with `BadFile` where there is nothing in it that can be used. */
export async function importLines(
  file: Blob,
  isGzip: boolean,
  job: ImportJob,
  maxUnpacked?: number,
): Promise<Imported> {
  const reader = new FramesReader(job);
  const onRead = (bytes: number): void => {
    job.done = bytes;
  };
  let lines = 0;
  for await (const group of readLines(file, { isGzip, maxUnpacked, onRead })) {
    for (const line of group) {
      reader.take(line);
      lines = line.number;
    }
    await job.pass();
  }
  reader.finish();
  const imported = await job.finish();
  if (imported !== undefined) return imported;
  const why = job.remarks.sentences().join(' ');
  throw new BadFile(
    `No line of the file could be used: expected frames of the exchange, one a line, found no trade and no snapshot of a book in ${lines} lines. ${why}`,
  );
}
