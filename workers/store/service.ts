/**
 * The store worker's verbs over writer and keeper. Nothing here throws to the page: a storage that is refused, full or
 * taken away is a state with a sentence, and every batch then gets its answer all the same.
 */
import type { Retention, StoreAnswer, StoreApi, StoreMessage, StoreStatus } from '#contract/store.ts';
import { STORE_PORT_VERSION } from '#contract/store.ts';
import type { RecordingState } from '#contract/frames.ts';
import type { UnixMs } from '#core/units/time.ts';
import { every, type Clock } from '../lib/clock.ts';
import { Log } from '../lib/log.ts';
import { typedPort, type RawPort, type TypedPort } from '../lib/port.ts';
import { BLOCKED_SENTENCE, faultOfOpening, faultOfWrite, LOST_SENTENCE, type Fault } from './faults.ts';
import { Keeper, type StorageGauge } from './keeper.ts';
import { Vault } from './vault.ts';
import { Writer } from './writer.ts';

/** Between two looks at quota and retention: at 20 MB/s of trades a quota of 10 GB moves by 3 % in this time. */
const MAINTAIN_EVERY_MS = 15_000;

export interface StoreScope {
  readonly clock: Clock;
  /** `undefined` where the browser has no figures. */
  readonly gauge: StorageGauge | undefined;
}

type AnswerPort = TypedPort<StoreAnswer, StoreMessage>;

/** What exists between `start` and `stop` when the database could be opened. */
interface Running {
  readonly vault: Vault;
  readonly writer: Writer;
  readonly keeper: Keeper;
  stop(): void;
}

/** `start` as the API has it, but with the port that tests can hand in. */
export interface Store extends Omit<StoreApi, 'start'> {
  start(options: { exchangeId: string; retention: Retention }, marketPort: RawPort): Promise<StoreStatus>;
}

/** Returns the verbs; nothing is opened before `start`. */
export function createStore({ clock, gauge }: StoreScope): Store {
  const log = new Log(() => clock.now());
  let port: AnswerPort | undefined;
  let running: Running | undefined;
  /** Why nothing is open, or what opening waits for. */
  let state: RecordingState = 'starting';
  let reason = '';

  function status(): StoreStatus {
    const { directory, open } = running?.writer.tape ?? { directory: [], open: [] };
    const fault = running?.writer.fault;
    const starts = [
      ...directory.map((entry) => entry[1]),
      ...open.flatMap(({ columns }) => [...columns.venueAt]),
    ];
    const ends = [
      ...directory.map((entry) => entry[2]),
      ...open.flatMap(({ columns }) => [...columns.venueAt]),
    ];
    return {
      state: running === undefined ? state : stateOf(fault),
      reason: running === undefined ? reason : (fault?.sentence ?? running.keeper.warning),
      bytes: running?.keeper.usage ?? 0,
      quota: running?.keeper.quota ?? 0,
      persisted: running?.keeper.isPersisted ?? false,
      tradesOnDisk:
        directory.reduce((sum, entry) => sum + entry[3], 0) +
        open.reduce((sum, batch) => sum + batch.columns.count, 0),
      chunks: directory.length,
      bookRows: 0,
      bookBytes: 0,
      oldestMs: lowest(starts),
      newestMs: highest(ends),
      term: running?.vault.term ?? 0,
    };
  }

  function tell(): void {
    const { state: now, bytes, quota, persisted, reason: why } = status();
    port?.send({ kind: 'recording', state: now, bytes, quota, persisted, reason: why });
  }

  async function maintain(): Promise<void> {
    await running?.keeper.maintain();
    tell();
  }

  function hear(message: StoreMessage): void {
    const expected: number = STORE_PORT_VERSION;
    if (message.version !== expected) {
      const why = `Expected messages of version ${expected}, found ${message.version}. Reload this page.`;
      log.add('error', why);
      if ('batch' in message) refuse(message.batch, message.columns.count, why);
    } else if (running !== undefined) running.writer.receive(message);
    else if ('batch' in message) refuse(message.batch, message.columns.count, reason);
  }

  function refuse(batch: number, count: number, why: string): void {
    port?.send({ kind: 'not-stored', batch, count, reason: why });
  }

  async function open(exchangeId: string, retention: Retention, onBlocked: () => void): Promise<void> {
    try {
      const vault = await Vault.open(exchangeId, {
        onBlocked,
        onLost: () => {
          running?.writer.lose(LOST_SENTENCE);
        },
      });
      const writer = await Writer.open(vault, clock, log, {
        answer: (answer) => port?.send(answer),
        onChanged: tell,
      });
      const keeper = new Keeper(writer, clock, gauge, retention);
      const stopTimer = every(clock, MAINTAIN_EVERY_MS, () => void maintain());
      running = {
        vault,
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
      state = 'failed';
      reason = faultOfOpening(error).sentence;
      log.add(
        'error',
        `${reason} (${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'})`,
      );
      tell();
    }
  }

  async function stop(): Promise<void> {
    await running?.writer.flush();
    running?.stop();
    running = undefined;
    state = 'starting';
    reason = '';
  }

  return {
    start: async ({ exchangeId, retention }, marketPort) => {
      await stop();
      port = typedPort<StoreAnswer, StoreMessage>(marketPort);
      tell();
      const isBlocked = new Promise<void>((resolve) => {
        const opening = open(exchangeId, retention, () => {
          reason = BLOCKED_SENTENCE;
          log.add('warn', reason);
          tell();
          resolve();
        });
        // Batches that come before the database is open wait in the port.
        void opening.then(() => {
          port?.onMessage(hear);
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
      try {
        await running?.writer.erase();
      } catch (error) {
        const { sentence } = faultOfWrite(error);
        log.add('error', `Nothing was erased. ${sentence}`);
        throw new Error(`Nothing was erased. ${sentence}`, { cause: error });
      }
      await maintain();
    },
    newSession: notYet,
    renameSession: notYet,
    pinSession: notYet,
    beginImport: notYet,
    finishImport: notYet,
    abandonImport: notYet,
    removeImport: notYet,
    stop: async () => {
      await stop();
      port?.close();
      port = undefined;
    },
    log: () => Promise.resolve(log.lines()),
  };
}

function notYet(): Promise<never> {
  return Promise.reject(new Error('This verb of the store is not written yet.'));
}

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
