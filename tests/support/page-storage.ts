/**
 * What a page has stored, looked at from outside: its databases, their rows, and its exported file asked by `sqlite3`. Reads
 * only; the board's own code takes no part, except for making the export.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright/test';

export const hasSqlite = ((): boolean => {
  try {
    execFileSync('sqlite3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

/** Names of all databases of the page's origin, sorted. */
export async function databasesOf(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate(() => indexedDB.databases());
  return found.map(({ name }) => name ?? '').sort();
}

export interface StoredSession {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly trades: number;
  readonly name: string;
}

/** Runs of recording, oldest first. */
export function sessionsOf(page: Page, database = 'flowboard-sim'): Promise<readonly StoredSession[]> {
  return rowsOf<StoredSession>(page, database, 'sessions');
}

/** Alerts that are on the disk, oldest first. */
export function alertsOf(page: Page, database = 'flowboard-sim'): Promise<readonly object[]> {
  return rowsOf<object>(page, database, 'alerts');
}

/** What the page would remember over a reload now: its settings and its code, by name. */
export async function rememberedOf(page: Page): Promise<string> {
  return JSON.stringify(await rowsOf(page, 'flowboard', 'settings'));
}

function rowsOf<Row>(page: Page, database: string, table: string): Promise<readonly Row[]> {
  return page.evaluate(
    ([name, store]) =>
      new Promise<Row[]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const asked = opening.result.transaction(store).objectStore(store).getAll();
          asked.onerror = () => reject(new Error(`no ${store}`));
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result as Row[]);
          };
        };
      }),
    [database, table] as const,
  );
}

/** An exported file; `close` removes it. */
export interface ExportedFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Rows as `sqlite3 -json` gives them. */
  ask<Row>(sql: string): readonly Row[];
  close(): void;
}

/** Exports from the page into a file that `sqlite3` can be asked about. */
export async function exportFrom(page: Page, options: object = {}): Promise<ExportedFile> {
  const base64 = await page.evaluate(async (given) => {
    const blob = await window.flowboard.exportSqlite(given);
    return new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onerror = () => reject(new Error('the file could not be read'));
      reader.onload = () =>
        resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,/, '') : '');
      reader.readAsDataURL(blob);
    });
  }, options);
  const bytes = Buffer.from(base64, 'base64');
  const folder = mkdtempSync(join(tmpdir(), 'flowboard-export-'));
  const path = join(folder, 'export.sqlite');
  writeFileSync(path, bytes);
  return {
    path,
    bytes,
    ask: <Row>(sql: string) => {
      const text = execFileSync('sqlite3', ['-json', path, sql], { encoding: 'utf8', maxBuffer: 2 ** 28 });
      return (text.trim() === '' ? [] : JSON.parse(text)) as readonly Row[];
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}
