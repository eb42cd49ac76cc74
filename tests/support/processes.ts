/** Starts processes for browser tests and benchmarks and ends exactly those, by their handles. Everything is on loopback. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Running {
  readonly process: ChildProcess;
  readonly port: number;
  /** The newest JSON line it printed. */
  latest(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts `entry` with tsx and waits for its `{"ready":true,"port":N}`. */
export async function startScript(
  entry: string,
  flags: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let latest: Record<string, number> = {};
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`Expected ${entry} to start, but it ended with code ${code}.`)),
    );
    createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      latest = JSON.parse(line) as Record<string, number>;
      if ('ready' in latest) resolve(latest['port'] ?? 0);
    });
  });
  return {
    process: child,
    port,
    latest: () => latest,
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** Makes a folder that is gone after `use`. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'flowboard-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
