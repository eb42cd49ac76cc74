/**
 * The disk under the writer: the exchange's database opened twice, once for each durability, and the fence. Every write goes
 * through `write`, which looks at the term inside the same transaction: a writer that was frozen and replaced can no longer
 * change anything when it wakes.
 */
import { createDatabase, NATIVE_VERSION, type StoreDatabase, type StoreTables } from '#contract/database.ts';
import { Fenced, TooNew } from './faults.ts';

export type TableName = Exclude<keyof StoreTables, 'settings'>;

export interface VaultEvents {
  /** Opening waits for another tab that holds an older version. */
  onBlocked(): void;
  /** The database was taken away while open: cleared by the user, or a newer version wants it. */
  onLost(): void;
}

export class Vault {
  readonly term: number;
  /** For reading. */
  readonly tables: StoreDatabase;
  readonly #strict: StoreDatabase;
  #isClosing = false;

  private constructor(relaxed: StoreDatabase, strict: StoreDatabase, term: number, events: VaultEvents) {
    this.tables = relaxed;
    this.#strict = strict;
    this.term = term;
    for (const database of [relaxed, strict]) {
      const lost = (): void => {
        if (this.#isClosing) return;
        this.close();
        events.onLost();
      };
      // We let go at once: a newer version in another tab must not wait for us. False: Dexie itself would open it again.
      database.on('versionchange', () => {
        lost();
        return false;
      });
      database.on('close', lost);
    }
  }

  /** Opens the database and raises the term: from now on every older writer is refused. Rejects when storage is refused. */
  static async open(exchangeId: string, events: VaultEvents): Promise<Vault> {
    const relaxed = createDatabase(exchangeId, 'relaxed');
    const strict = createDatabase(exchangeId, 'strict');
    try {
      for (const database of [relaxed, strict]) {
        database.on('blocked', () => {
          events.onBlocked();
        });
        await database.open();
        if (database.backendDB().version > NATIVE_VERSION)
          throw new TooNew(`Expected version ${NATIVE_VERSION}, found ${database.backendDB().version}.`);
      }
      const term = await strict.transaction('rw', strict.settings, async () => {
        const raised = termOf(await strict.settings.get('term')) + 1;
        await strict.settings.put({ name: 'term', value: raised });
        return raised;
      });
      return new Vault(relaxed, strict, term, events);
    } catch (error) {
      relaxed.close();
      strict.close();
      throw error;
    }
  }

  /**
   * Runs `change` in one transaction over `names`, all or nothing; resolves when it has completed. Rejects with `Fenced`
   * when a newer writer exists. Inside `change` only the given tables may be awaited: IndexedDB closes idle transactions.
   */
  async write<T>(
    durability: 'strict' | 'relaxed',
    names: readonly TableName[],
    change: (tables: StoreTables) => Promise<T>,
  ): Promise<T> {
    const database = durability === 'strict' ? this.#strict : this.tables;
    return database.transaction('rw', ['settings', ...names], async () => {
      const term = termOf(await database.settings.get('term'));
      if (term !== this.term) throw new Fenced(`Expected term ${this.term}, found ${term}.`);
      return change(database);
    });
  }

  close(): void {
    this.#isClosing = true;
    this.tables.close();
    this.#strict.close();
  }
}

function termOf(row: { readonly value: unknown } | undefined): number {
  return typeof row?.value === 'number' ? row.value : 0;
}
