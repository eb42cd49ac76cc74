/**
 * The store worker's verbs over writer and keeper. Nothing here throws to the page: a storage that is refused, full or
 * taken away is a state with a sentence, and every batch then gets its answer all the same.
 */
import type { SessionRow } from '#contract/rows.ts';
import type {
  RemovalPortMessage,
  Removed,
  Retention,
  StoreAnswer,
  StoreApi,
  StoreMessage,
  StoreStatus,
} from '#contract/store.ts';
import { every, type Clock } from '../lib/clock.ts';
import { Log } from '../lib/log.ts';
import { typedPort, type RawPort } from '../lib/port.ts';
import { BLOCKED_SENTENCE, faultOfOpening, faultOfWrite, LOST_SENTENCE } from './faults.ts';
import { hear, type AnswerPort } from './hear.ts';
import { Imports } from './imports.ts';
import { Keeper, type StorageGauge } from './keeper.ts';
import { Refused } from './removal-refusal.ts';
import { statusOf, type Closed, type Recording } from './status.ts';
import { Vault } from './vault.ts';
import { Writer } from './writer.ts';

/** Between two looks at quota and retention: at 20 MB/s of trades a quota of 10 GB moves by 3 % in this time. */
const MAINTAIN_EVERY_MS = 15_000;

export interface StoreScope {
  readonly clock: Clock;
  /** `undefined` where the browser has no figures. */
  readonly gauge: StorageGauge | undefined;
}

/** What exists between `start` and `stop` when the database could be opened. */
interface Running extends Recording {
  stop(): void;
}

const STARTING: Closed = { state: 'starting', reason: '' };

/** Between two words of progress. */
const PROGRESS_EVERY_MS = 100;

/** A removal was given up by whoever asked for it. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The API, but with ports that tests can hand in. */
export interface Store extends Omit<StoreApi, 'start' | 'beginImport' | 'removeSession'> {
  start(options: { exchangeId: string; retention: Retention }, marketPort: RawPort): Promise<StoreStatus>;
  beginImport(id: string, port: RawPort): Promise<void>;
  removeSession(id: number, port: RawPort): Promise<Removed | undefined>;
}

/** Returns the verbs; nothing is opened before `start`. */
export function createStore({ clock, gauge }: StoreScope): Store {
  const log = new Log(() => clock.now());
  let port: AnswerPort | undefined;
  let running: Running | undefined;
  let closed: Closed = STARTING;
  const imports = new Imports(clock, log);

  function status(): StoreStatus {
    return statusOf(running, closed);
  }

  function tell(): void {
    const { state: now, bytes, quota, persisted, reason: why, sessionFromMs: since } = status();
    port?.send({ kind: 'recording', state: now, bytes, quota, persisted, reason: why, since });
  }

  async function maintain(): Promise<void> {
    await running?.keeper.maintain();
    tell();
  }

  async function open(exchangeId: string, retention: Retention, onBlocked: () => void): Promise<void> {
    try {
      const vault = await Vault.open(exchangeId, {
        onBlocked,
        onLost: () => {
          running?.writer.lose(LOST_SENTENCE);
        },
      });
      const events = { answer: (answer: StoreAnswer) => port?.send(answer), onChanged: tell };
      const writer = await Writer.open({ vault, clock, log, events });
      const keeper = new Keeper(writer, clock, gauge, retention, imports);
      const stopTimer = every(clock, MAINTAIN_EVERY_MS, () => void maintain());
      running = {
        term: vault.term,
        writer,
        keeper,
        stop: () => {
          stopTimer();
          vault.close();
        },
      };
      log.add('info', `Recording as writer number ${vault.term}.`);
      await maintain();
    } catch (error) {
      closed = { state: 'failed', reason: faultOfOpening(error).sentence };
      log.add(
        'error',
        `${closed.reason} (${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'})`,
      );
      tell();
    }
  }

  /** Runs a verb that means nothing without the writer; rejects with a sentence. */
  async function change<T>(verb: (writer: Writer) => Promise<T>): Promise<T> {
    if (running === undefined) throw new Error(`Nothing was changed. ${closed.reason}`.trim());
    try {
      return await verb(running.writer);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      if (error instanceof Refused)
        throw new Error(`Nothing was changed. ${error.message}`, { cause: error });
      const { sentence } = faultOfWrite(error);
      log.add('error', `Nothing was changed. ${sentence}`);
      throw new Error(`Nothing was changed. ${sentence}`, { cause: error });
    }
  }

  async function changeSession(
    id: number,
    to: Partial<Pick<SessionRow, 'name' | 'isPinned'>>,
  ): Promise<void> {
    const isThere = await change((writer) => writer.changeSession(id, to));
    if (!isThere)
      throw new Error(`Expected a session with number ${id}, but there is none. Reload the list.`);
  }

  async function removeSession(id: number, rawPort: RawPort): Promise<Removed | undefined> {
    const page = typedPort<RemovalPortMessage, RemovalPortMessage>(rawPort);
    let end: Cancelled | undefined;
    let toldAt = -Infinity;
    page.onMessage(({ kind }) => {
      if (kind === 'cancel') end = new Cancelled();
    });
    const onProgress = (done: number, total: number): void => {
      if (done < total && clock.monotonic() - toldAt < PROGRESS_EVERY_MS) return;
      toldAt = clock.monotonic();
      page.send({ kind: 'progress', done, total });
    };
    try {
      const removed = await change((writer) =>
        writer.removeSession(id, { onProgress, cancelled: () => end }),
      );
      await maintain();
      return removed;
    } catch (error) {
      if (error instanceof Cancelled) return undefined;
      throw error;
    } finally {
      page.close();
    }
  }

  async function stop(): Promise<void> {
    await running?.writer.flush();
    running?.stop();
    running = undefined;
    closed = STARTING;
    await imports.abandonAll();
  }

  return {
    start: async ({ exchangeId, retention }, marketPort) => {
      await stop();
      void imports.clean();
      port = typedPort<StoreAnswer, StoreMessage>(marketPort);
      tell();
      const isBlocked = new Promise<void>((resolve) => {
        const opening = open(exchangeId, retention, () => {
          closed = { state: 'starting', reason: BLOCKED_SENTENCE };
          log.add('warn', BLOCKED_SENTENCE);
          tell();
          resolve();
        });
        // Batches that come before the database is open wait in the port.
        void opening.then(() => {
          if (port !== undefined) hear(port, log, () => running?.writer ?? closed.reason);
          resolve();
        });
      });
      await isBlocked;
      return status();
    },
    status: () => Promise.resolve(status()),
    setRetention: async (retention) => {
      if (running !== undefined) running.keeper.retention = retention;
      await maintain();
      return status();
    },
    flush: async () => {
      await running?.writer.flush();
    },
    erase: async () => {
      await change((writer) => writer.erase());
      await maintain();
    },
    eraseStored: async (erasure) => {
      const removed = await change((writer) => writer.eraseStored(erasure));
      await maintain();
      return removed;
    },
    newSession: async (name) => {
      const id = await change((writer) => writer.newSession(name));
      tell();
      return id;
    },
    renameSession: (id, name) => changeSession(id, { name }),
    pinSession: (id, isPinned) => changeSession(id, { isPinned }),
    sessionHoldings: (id) => change((writer) => writer.sessionHoldings(id)),
    removeSession,
    beginImport: async (id, importPort) => {
      const refusal = running?.keeper.importRefusal();
      if (refusal !== undefined) throw new Error(refusal);
      await imports.begin(id, importPort);
    },
    finishImport: (id, info) => imports.finish(id, info),
    abandonImport: (id) => imports.abandon(id),
    removeImport: (id) => imports.remove(id),
    stop: async () => {
      await stop();
      port?.close();
      port = undefined;
    },
    log: () => Promise.resolve(log.lines()),
  };
}
