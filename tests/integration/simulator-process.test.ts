import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readFlags } from '../../relay/simulator/flags.ts';
import { signedHeaders } from '../support/exchange-client.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

interface Process {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly error: () => string;
  readonly ended: Promise<number | null>;
  /** Resolves with the first complete line on stdout. */
  readonly firstLine: Promise<string>;
}

function run(flags: readonly string[], stdio: 'pipe' | 'ipc' = 'pipe'): Process {
  const child = spawn(process.execPath, ['--import', 'tsx', 'relay/simulator/main.ts', ...flags], {
    stdio: stdio === 'ipc' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['pipe', 'pipe', 'pipe'],
  });
  stops.push(() => child.kill('SIGKILL'));
  let [out, error] = ['', ''];
  child.stderr?.on('data', (chunk: Buffer) => (error += chunk.toString('utf8')));
  const firstLine = new Promise<string>((resolve) =>
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
    }),
  );
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, out: () => out, error: () => error, ended, firstLine };
}

describe('the simulated exchange as a process', { timeout: 120_000 }, () => {
  test('its clock is that of this machine, however long it took to start', async () => {
    const started = run(['--port', '0', '--seed', '9', '--rate', '200'], 'ipc');
    const { port } = JSON.parse(await started.firstLine) as { port: number };
    const ageOfNewest = async (): Promise<number> => {
      const answer = await fetch(`http://127.0.0.1:${port}/trade-api/v2/markets/trades?limit=1`);
      const { trades } = (await answer.json()) as { trades: { created_time: string }[] };
      return Date.now() - Date.parse(trades[0]?.created_time ?? '');
    };
    // Making two hours of past takes longer than this, and was once missing for good.
    await expect.poll(ageOfNewest, { timeout: 30_000 }).toBeLessThan(300);
    expect(await ageOfNewest()).toBeGreaterThanOrEqual(0);
  });

  test('prints one JSON line, lets the registered key in, and ends cleanly on SIGTERM', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowboard-test-'));
    stops.push(() => rmSync(folder, { recursive: true }));
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const file = join(folder, 'public.pem');
    writeFileSync(file, publicKey.export({ type: 'spki', format: 'pem' }));
    const started = run(
      ['--port', '0', '--seed', '9', '--rate', '1', '--public-key', file, '--key-id', 'mine'],
      'ipc',
    );
    const ready = JSON.parse(await started.firstLine) as { ready: boolean; port: number; seed: number };
    expect(ready).toEqual({ ready: true, port: expect.any(Number) as unknown, seed: 9 });
    const path = '/trade-api/v2/portfolio/balance';
    const headers = signedHeaders('mine', privateKey, 'GET', path);
    expect((await fetch(`http://127.0.0.1:${ready.port}${path}`, { headers })).status).toBe(200);
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(started.out().trim().split('\n')).toHaveLength(1);
    expect(started.error()).toBe('');
  });

  test('without a key it makes one, readable by its user alone, and says where', async () => {
    const started = run(['--port', '0', '--rate', '1']);
    const { port } = JSON.parse(await started.firstLine) as { port: number };
    const [, keyId = '', file = ''] = /key id (\S+), private key (\S+)/.exec(started.error()) ?? [];
    stops.push(() => rmSync(dirname(file), { recursive: true }));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const path = '/trade-api/v2/portfolio/balance';
    const headers = signedHeaders(keyId, readFileSync(file, 'utf8'), 'GET', path);
    expect((await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status).toBe(200);
    started.child.stdin?.end(); // what happens when the parent dies
    expect(await started.ended).toBe(0);
  });

  test('ends when the parent that spawned it with IPC goes away', async () => {
    const started = run(['--port', '0', '--rate', '1'], 'ipc');
    await started.firstLine;
    // Node tells of the exit only: a parent that disconnected is never told that the streams are closed.
    const exited = new Promise((resolve) => started.child.once('exit', resolve));
    started.child.disconnect();
    expect(await exited).toBe(0);
  });

  test('a taken port is one clear line and code 1', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      }),
    );
    stops.push(() => server.close());
    const started = run(['--port', String(port), '--rate', '1']);
    expect(await started.ended).toBe(1);
    expect(started.out()).toBe('');
    expect(started.error().trim()).toBe(
      `simulator: port ${port} is taken; end what uses it or choose another with --port (SIM_PORT in .env)`,
    );
  });

  test('a wrong flag is one clear line and code 1', async () => {
    const started = run(['--speeed', '3']);
    expect(await started.ended).toBe(1);
    expect(started.error().trim().split('\n')).toHaveLength(1);
    expect(started.error()).toContain('--speeed');
  });
});

describe('flags', () => {
  test.each([
    [['--port', '70000'], '--port: expected an integer from 0 to 65535, found "70000"'],
    [['--seed', '1.5'], '--seed: expected an integer from 0 to 4294967295, found "1.5"'],
    [['--rate', 'fast'], '--rate: expected a number from 0 to 20000, found "fast"'],
    [['--speed', '0'], '--speed: expected a number from 0.01 to 1000, found "0"'],
    [['--start', 'noon'], '--start: expected an ISO 8601 instant, found "noon"'],
    [['--shape', 'old'], '--shape: expected current or legacy, found "old"'],
    [['--key-id', 'x'], '--public-key and --key-id: expected both or none'],
    [['--faults', 'boom@1'], /^--faults: expected name@seconds/],
    [['extra'], /extra/],
  ])('%j is refused in words', (argv, reason) => {
    expect(readFlags(argv)).toMatchObject({
      ok: false,
      reason: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as unknown),
    });
  });

  test('absent flags leave the defaults to the simulator', () => {
    expect(readFlags([])).toMatchObject({
      ok: true,
      value: { port: undefined, shape: 'current', speed: 1, faults: [] },
    });
    expect(
      readFlags(['--start', '2026-11-20T14:00:00Z', '--rate', '0.1', '--faults', 'gap@5']),
    ).toMatchObject({
      value: { start: 1_795_183_200_000, rate: 0.1, faults: [{ name: 'gap' }] },
    });
  });
});
