/** What the store says of itself, put together from its parts. */
import type { RecordingState } from '#contract/frames.ts';
import type { StoreStatus } from '#contract/store.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Fault } from './faults.ts';
import type { Keeper } from './keeper.ts';
import type { Writer } from './writer.ts';

export interface Recording {
  readonly term: number;
  readonly writer: Writer;
  readonly keeper: Keeper;
}

/** Why nothing is open, or what opening waits for. */
export interface Closed {
  readonly state: RecordingState;
  readonly reason: string;
}

export function statusOf(recording: Recording | undefined, closed: Closed): StoreStatus {
  if (recording === undefined) return { ...NOTHING, ...closed };
  const { writer, keeper, term } = recording;
  const { directory, open } = writer.tape;
  const waiting = open.flatMap(({ columns }) => [...columns.venueAt]);
  const { rows, bytes } = writer.books.totals;
  return {
    state: stateOf(writer.fault),
    reason: writer.fault?.sentence ?? keeper.warning,
    bytes: keeper.usage,
    quota: keeper.quota,
    persisted: keeper.isPersisted,
    tradesOnDisk:
      directory.reduce((sum, entry) => sum + entry[3], 0) +
      open.reduce((sum, batch) => sum + batch.columns.count, 0),
    chunks: directory.length,
    bookRows: rows,
    bookBytes: bytes,
    oldestMs: lowest([...directory.map((entry) => entry[1]), ...waiting]),
    newestMs: highest([...directory.map((entry) => entry[2]), ...waiting]),
    term,
    sessionId: writer.sessionId,
    sessionFromMs: writer.sessionFromMs,
  };
}

const NOTHING = {
  bytes: 0,
  quota: 0,
  persisted: false,
  tradesOnDisk: 0,
  chunks: 0,
  bookRows: 0,
  bookBytes: 0,
  oldestMs: undefined,
  newestMs: undefined,
  term: 0,
  sessionId: undefined,
};

function stateOf(fault: Fault | undefined): RecordingState {
  if (fault === undefined) return 'recording';
  return fault.kind === 'lost' ? 'failed' : 'paused';
}

function lowest(times: readonly number[]): UnixMs | undefined {
  return times.length === 0 ? undefined : (times.reduce((low, at) => Math.min(low, at)) as UnixMs);
}

function highest(times: readonly number[]): UnixMs | undefined {
  return times.length === 0 ? undefined : (times.reduce((high, at) => Math.max(high, at)) as UnixMs);
}
