/**
 * Keeps the simulated exchange running as a process of its own: starts it, waits for its ready line, starts it again
 * after a backoff when it dies, ends it. It knows the program only by address; what is inside is none of its business.
 * Contract: one JSON line `{"ready":true,"port":N,"seed":N}` on stdout once it listens; a sentence on stderr and a
 * non-zero exit when it cannot; an end of its own when stdin ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { backoffMs } from '#core/lib/backoff.ts';
import { err, ok, type Result } from '#core/lib/result.ts';
import { createRng } from '#core/lib/rng.ts';
import type { Log } from './log.ts';

/** The simulated exchange of this project. */
export const SIMULATOR_ENTRY = new URL('./simulator/main.ts', import.meta.url);

export interface SimulatorOptions {
  /** The program to start, as a file URL. */
  readonly entry: URL;
  readonly port: number;
  readonly seed?: number | undefined;
  readonly rate?: number | undefined;
  readonly publicKeyPath: string;
  readonly keyId: string;
  readonly log: Log;
}

export interface Simulator {
  readonly port: number;
  readonly seed: number;
  readonly close: () => Promise<void>;
}

interface Ready {
  readonly port: number;
  readonly seed: number;
}

const READY_TIMEOUT_MS = 60_000; // it makes two hours of past first; slow machines are slow
const END_TIMEOUT_MS = 3_000;
/** A child that lived this long has recovered: the next death starts counting anew. */
const HEALTHY_AFTER_MS = 60_000;
/** Only what a program needs to run: no key, no token. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SystemRoot', 'LOG_LEVEL'] as const;

/** Starts the simulated exchange and keeps it running; returns a sentence when it does not come up. */
export async function startSimulator(options: SimulatorOptions): Promise<Result<Simulator, string>> {
  const rng = createRng(process.pid);
  let isClosing = false;
  let restartTimer: NodeJS.Timeout | undefined;
  let failures = 0;

  let child = launch(options, options.port, options.seed);
  const ready = await untilReady(child);
  if (!ready.ok) {
    child.kill('SIGKILL');
    return ready;
  }
  const { port, seed } = ready.value;

  const watch = (): void => {
    const startedAt = performance.now();
    let isDead = false;
    const startAgain = (code: number | string): void => {
      if (isClosing || isDead) return;
      isDead = true;
      failures = performance.now() - startedAt > HEALTHY_AFTER_MS ? 0 : failures + 1;
      const waitMs = backoffMs(failures, rng);
      options.log.error('simulated exchange ended, starting it again', { code, waitMs });
      restartTimer = setTimeout(() => {
        child = launch(options, port, seed); // the port and the seed that pages already know
        watch();
        child.stdout?.resume();
        child.stderr?.resume();
      }, waitMs);
    };
    child.once('exit', (code, signal) => startAgain(code ?? signal ?? 0));
    // A child that could not even be started says this instead; unheard, it would end the relay.
    child.on('error', (error) => startAgain(error.name));
  };
  watch();

  return ok({
    port,
    seed,
    async close() {
      isClosing = true;
      clearTimeout(restartTimer);
      await endProcess(child);
    },
  });
}

function launch(options: SimulatorOptions, port: number, seed: number | undefined): ChildProcess {
  const words = ['--port', String(port), '--public-key', options.publicKeyPath, '--key-id', options.keyId];
  if (seed !== undefined) words.push('--seed', String(seed));
  if (options.rate !== undefined) words.push('--rate', String(options.rate));
  return spawn(process.execPath, ['--import', 'tsx', fileURLToPath(options.entry), ...words], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: Object.fromEntries(
      PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
    ),
    // stdin stays open as long as this process lives; its end tells an orphan to go.
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches the relay alone, which then ends things in order.
    detached: true,
  });
}

/** Waits for the ready line, or for the child's last words. Keeps both outputs drained afterwards. */
async function untilReady(child: ChildProcess): Promise<Result<Ready, string>> {
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk.toString('utf8')}`.slice(-2_000);
  });
  return new Promise((resolve) => {
    const late = setTimeout(
      () => resolve(err('The simulated exchange did not start in time.')),
      READY_TIMEOUT_MS,
    );
    const settle = (result: Result<Ready, string>): void => {
      clearTimeout(late);
      resolve(result);
    };
    const lines = child.stdout === null ? undefined : createInterface({ input: child.stdout });
    lines?.on('line', (line) => {
      const ready = parseReady(line);
      if (ready !== undefined) settle(ok(ready));
    });
    child.once('error', (error) =>
      settle(err(`The simulated exchange could not be started (${error.message}).`)),
    );
    child.once('close', () => {
      const words = lastWords.trim().split('\n').slice(-1)[0] ?? '';
      settle(err(`The simulated exchange ended at once: ${words || 'it gave no reason'}`));
    });
  });
}

function parseReady(line: string): Ready | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('ready' in value)) return undefined;
    const { port, seed } = value as Record<string, unknown>;
    return typeof port === 'number' && typeof seed === 'number' ? { port, seed } : undefined;
  } catch {
    return undefined;
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
  await gone;
  clearTimeout(force);
}
