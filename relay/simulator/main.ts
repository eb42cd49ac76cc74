/**
 * The simulated exchange as a process of its own: reads the flags, starts, prints one JSON line when it listens, and
 * ends with its parent. Anything wrong is one line on stderr and exit code 1.
 */
import { fstatSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UnixMs } from '#core/units/time.ts';
import { readFlags, USAGE, type Flags } from './flags.ts';
import { openReplay } from './replay.ts';
import { DEFAULT_PORT, startSimulator, type Simulator } from './server.ts';

function fail(sentence: string): never {
  process.stderr.write(`simulator: ${sentence}\n`);
  process.exit(1);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readPublicKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`--public-key: expected a readable PEM file, found ${messageOf(error)}`);
  }
}

async function start(flags: Flags): Promise<Simulator> {
  const { publicKeyFile, keyId, port = DEFAULT_PORT, seed, rate, shape, faults, replayFile, speed } = flags;
  const startAt = flags.start ?? (Date.now() as UnixMs);
  const replay = replayFile === undefined ? undefined : openReplay(replayFile, speed, startAt);
  if (replay?.ok === false) return fail(`--replay: ${replay.reason}`);
  return startSimulator({
    port,
    shape,
    faults,
    start: startAt,
    isPinned: flags.start !== undefined,
    ...(seed === undefined ? {} : { seed }),
    ...(rate === undefined ? {} : { rate }),
    ...(replay === undefined ? {} : { source: replay.value }),
    ...(keyId === undefined || publicKeyFile === undefined
      ? {}
      : { keyId, publicKeyPem: readPublicKey(publicKeyFile) }),
  });
}

/** Writes the pair made here where only this user can read it, and says so, since nobody else knows it. */
function shareKey(simulator: Simulator): void {
  if (simulator.privateKeyPem === undefined) return;
  const file = join(mkdtempSync(join(tmpdir(), 'flowboard-sim-')), 'private-key.pem');
  writeFileSync(file, simulator.privateKeyPem, { mode: 0o600 });
  process.stderr.write(`simulator: key id ${simulator.keyId}, private key ${file}\n`);
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (!flags.ok) fail(`${flags.reason}; ${USAGE}`);
  const simulator = await start(flags.value).catch((error: unknown) => {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const port = flags.value.port ?? DEFAULT_PORT;
    return fail(
      isTaken
        ? `port ${port} is taken; end what uses it or choose another with --port (SIM_PORT in .env)`
        : messageOf(error),
    );
  });
  shareKey(simulator);
  process.stdout.write(`${JSON.stringify({ ready: true, port: simulator.port, seed: simulator.seed })}\n`);

  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop); // the parent that spawned us with IPC is gone
  if (process.send === undefined) watchStdin(stop);
}

/** A Node parent without IPC holds our stdin as a socket: its end is the parent's end. Files, pipes and terminals say nothing. */
function watchStdin(stop: () => void): void {
  if (!fstatSync(0).isSocket()) return;
  process.stdin.once('end', stop).once('close', stop).resume();
}

await main();
