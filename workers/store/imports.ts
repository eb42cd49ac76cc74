/**
 * Imports: each a database of its own, written by a writer of its own. It counts only once its row `import` is there, which
 * is written last: a crash before that leaves a database that nobody lists and the next start deletes.
 */
import { Dexie } from 'dexie';
import { createDatabase, databaseName, importExchangeId, NATIVE_VERSION } from '#contract/database.ts';
import type { ImportInfo } from '#contract/rows.ts';
import type { StoreAnswer } from '#contract/store.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { typedPort, type RawPort } from '../lib/port.ts';
import { faultOfOpening, faultOfWrite, LOST_SENTENCE } from './faults.ts';
import { hear, type AnswerPort } from './hear.ts';
import { Vault } from './vault.ts';
import { Writer } from './writer.ts';

/** Part of a database's name, and what a page may put in an address. */
const ID = /^[\w-]{1,64}$/;

/** What is open elsewhere is let go at once by a tab that is awake. */
const HELD_MS = 3_000;
/** Browsers count deleted bytes as used until they tidy up. */
const COUNTED_MS = 600_000;

interface Import {
  readonly vault: Vault;
  readonly writer: Writer;
}

export class Imports {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #begun = new Map<string, Import>();
  #cleaned: Promise<void> = Promise.resolve();
  #deletedAt = -Infinity;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Deletes what was begun and never finished by a page that is gone. Never rejects; an import begins after it. */
  clean(): Promise<void> {
    this.#cleaned = this.#cleaned.then(() => this.#clean());
    return this.#cleaned;
  }

  /** One is open, or one was deleted so lately that the browser still counts it. */
  isBusy(): boolean {
    return this.#begun.size > 0 || this.#clock.now() - this.#deletedAt < COUNTED_MS;
  }

  /** Takes no further batch of those that are open; each answer says why. */
  endAll(reason: string): void {
    for (const { writer } of this.#begun.values()) writer.pause(reason);
  }

  async #clean(): Promise<void> {
    const prefix = databaseName(importExchangeId(''));
    try {
      for (const name of await Dexie.getDatabaseNames()) {
        if (!name.startsWith(prefix)) continue;
        const id = name.slice(prefix.length);
        if (!this.#begun.has(id)) await this.#cleanOne(id);
      }
    } catch (error) {
      // They take room and nothing else; the next start tries again.
      this.#log.add('warn', `Unfinished imports could not be deleted. ${faultOfWrite(error).sentence}`);
    }
  }

  /** One that a sleeping tab still holds open must not keep the others, and what begins now, from going on. */
  async #cleanOne(id: string): Promise<void> {
    try {
      if (!(await this.#within(isUnfinished(id), id))) return;
      await this.#delete(id);
      this.#log.add('info', `Deleted the import ${id}, which was never finished.`);
    } catch (error) {
      this.#log.add(
        'warn',
        error instanceof Error ? error.message : `The import ${id} could not be deleted.`,
      );
    }
  }

  #delete(id: string): Promise<void> {
    this.#deletedAt = this.#clock.now();
    return this.#within(deleteDatabase(id), id);
  }

  /** Returns what `work` gives, or rejects: a tab that sleeps does not let go of a database, and nobody tells. */
  #within<T>(work: Promise<T>, id: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(HELD_MS, () => {
        reject(new Error(heldSentence(id)));
      });
      work.then(resolve, reject).finally(cancel);
    });
  }

  async begin(id: string, rawPort: RawPort): Promise<void> {
    if (!ID.test(id))
      throw new Error('Expected an import id of letters, digits, - and _, at most 64 of them.');
    if (this.#begun.has(id))
      throw new Error(`The import ${id} has already begun. Finish or abandon it first.`);
    const port: AnswerPort = typedPort(rawPort);
    await this.#cleaned;
    const { vault, writer } = await this.#open(id, port);
    this.#begun.set(id, { vault, writer });
    hear(port, this.#log, () => (this.#begun.has(id) ? writer : 'This import has ended.'));
  }

  /** Rejects, and leaves nothing of the import, when something of it was not stored. */
  async finish(id: string, info: ImportInfo): Promise<void> {
    const begun = this.#begun.get(id);
    if (begun === undefined)
      throw new Error(`The import ${id} has not begun, or the page was reloaded since.`);
    const problem = await this.#sealed(begun, info);
    if (problem !== undefined) {
      await this.abandon(id);
      throw new Error(`Nothing was imported. ${problem}`);
    }
    this.#begun.delete(id);
    begun.vault.close();
    this.#log.add('info', `Imported ${info.trades} trades and ${info.bookRows} book rows as ${id}.`);
  }

  /** Deletes what was begun; nothing happens where nothing was. */
  async abandon(id: string): Promise<void> {
    const begun = this.#begun.get(id);
    if (begun === undefined) return;
    this.#begun.delete(id);
    await begun.writer.flush();
    begun.vault.close();
    await this.#delete(id);
  }

  async abandonAll(): Promise<void> {
    for (const id of [...this.#begun.keys()]) await this.abandon(id);
  }

  /** Deletes an import, finished or not. */
  async remove(id: string): Promise<void> {
    if (this.#begun.has(id)) await this.abandon(id);
    else await this.#delete(id);
  }

  /** Returns why the import cannot count, or `undefined` when its row is on disk. */
  async #sealed({ vault, writer }: Import, info: ImportInfo): Promise<string | undefined> {
    await writer.sealAll();
    const problem = problemOf(writer, info);
    if (problem !== undefined) return problem;
    try {
      await vault.write('strict', [], (tables) => tables.settings.put({ name: 'import', value: info }));
      return undefined;
    } catch (error) {
      return faultOfWrite(error).sentence;
    }
  }

  async #open(id: string, port: AnswerPort): Promise<Import> {
    if (!(await isUnfinished(id))) throw new Error(`There is an import ${id} already. Remove it first.`);
    await this.#delete(id);
    let writer: Writer | undefined;
    const onLost = (): void => writer?.lose(LOST_SENTENCE);
    let vault: Vault | undefined;
    try {
      vault = await Vault.open(importExchangeId(id), { onBlocked: () => undefined, onLost });
      const events = {
        answer: (answer: StoreAnswer) => {
          port.send(answer);
        },
        onChanged: () => undefined,
      };
      writer = await Writer.open({ vault, clock: this.#clock, log: this.#log, events, keepsSessions: false });
      return { vault, writer };
    } catch (error) {
      vault?.close();
      throw new Error(`Nothing was imported. ${faultOfOpening(error).sentence}`, { cause: error });
    }
  }
}

/** Whether there is no import of that id, or one without its row. What a newer Flowboard left is its own affair. */
async function isUnfinished(id: string): Promise<boolean> {
  const database = createDatabase(importExchangeId(id), 'relaxed');
  try {
    await database.open();
    if (database.backendDB().version > NATIVE_VERSION) return false;
    return (await database.settings.get('import')) === undefined;
  } finally {
    database.close();
  }
}

/** Resolves when it is gone. Readers elsewhere let go of it by themselves, or when they are closed: until then it waits. */
function deleteDatabase(id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(databaseName(importExchangeId(id)));
    request.onsuccess = () => {
      resolve();
    };
    request.onerror = () => {
      reject(new Error(`The import ${id} could not be deleted. Reload this page, then try again.`));
    };
  });
}

function heldSentence(id: string): string {
  return `Another tab still holds the import ${id}: it is deleted as soon as that tab is looked at or closed.`;
}

function problemOf(writer: Writer, info: ImportInfo): string | undefined {
  if (writer.fault !== undefined) return writer.fault.sentence;
  if (writer.refused > 0) return `${writer.refused} of its batches could not be stored.`;
  const trades = writer.tape.directory.reduce((sum, entry) => sum + entry[3], 0);
  const { rows } = writer.books.totals;
  if (trades === info.trades && rows === info.bookRows) return undefined;
  return `Expected ${info.trades} trades and ${info.bookRows} book rows on disk, found ${trades} and ${rows}.`;
}
