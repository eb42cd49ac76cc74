/** Starting and stopping: the relay as a process with a wrong environment, a taken port, and its child process. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator } from '../../relay/child.ts';
import { createLog } from '../../relay/log.ts';
import { checkPort } from '../../relay/server.ts';

const MAIN = fileURLToPath(new URL('../../relay/main.ts', import.meta.url));
const TAPE = fileURLToPath(new URL('../../relay/tape-cli.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
const FAKE_SIMULATOR = new URL('../support/fake-simulator.ts', import.meta.url);

let folder: string;
let squatter: Server;
let takenPort: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowboard-start-'));
  squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  takenPort = (squatter.address() as AddressInfo).port;
});
afterAll(() => {
  squatter.close();
  rmSync(folder, { recursive: true });
});

/** Runs a program of the relay to its end, in an empty folder and with nothing of our own environment. */
function run(
  program: string,
  env: Record<string, string>,
  ...flags: string[]
): Promise<{ code: number | null; out: string; errors: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', TSX, program, ...flags], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', FLOWBOARD_HOME: join(folder, 'home'), ...env },
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    child.on('close', (code) => resolve({ code, out, errors }));
  });
}

function keyFile(name: string, text: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('a start that cannot be ends with one clear line and exit code 1', () => {
  const key = { KALSHI_ENV: 'demo', KALSHI_API_KEY: 'an-id', PORT: '0' };
  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a wrong variable',
      () => ({ PORT: 'abc' }),
      /^PORT was "abc", expected a whole number from 0 to 65535\.$/,
    ],
    [
      'trading',
      () => ({ TRADING: 'live' }),
      /^TRADING was "live", expected "off": trading is not built yet\.$/,
    ],
    [
      'a missing key file',
      () => ({ ...key, KALSHI_PRIVATE_KEY_PATH: join(folder, 'none.pem') }),
      /^The key file .*none\.pem could not be read \(ENOENT\), expected a PEM private key there\.$/,
    ],
    [
      'a wrong PEM',
      () => ({ ...key, KALSHI_PRIVATE_KEY_PATH: keyFile('wrong.pem', 'canary', 0o600) }),
      /^The key file .*wrong\.pem holds no PEM private key, expected RSA or Ed25519/,
    ],
    [
      'a key that others can read',
      () => ({ ...key, KALSHI_PRIVATE_KEY_PATH: keyFile('open.pem', 'canary', 0o644) }),
      /^The key file .*open\.pem can be read by others \(mode 644\), expected 600/,
    ],
    ['a taken port', () => ({ PORT: String(takenPort) }), /^Port \d+ is taken, expected it to be free: stop/],
  ])('%s', async (_name, env, line) => {
    const { code, out, errors } = await run(MAIN, env());
    expect(code).toBe(1);
    expect(errors.trimEnd()).toMatch(line);
    expect(errors.trimEnd()).not.toContain('\n');
    expect(out + errors).not.toContain('canary');
  });

  test('a folder without a built page', async () => {
    const { code, errors } = await run(MAIN, { PORT: '0' }, '--page=nowhere');
    expect(code).toBe(1);
    expect(errors.trimEnd()).toMatch(
      /^Expected a built page in the folder that --page names, but there is no index\.html in .*nowhere\.$/,
    );
  });

  test('the tape client says the same', async () => {
    const { code, errors } = await run(TAPE, { KALSHI_ENV: 'live' });
    expect([code, errors]).toEqual([1, 'KALSHI_ENV was "live", expected one of sim, demo, prod, custom.\n']);
  });

  test('the tape client takes no flag it does not know', async () => {
    const { code, errors } = await run(TAPE, {}, '--jsno');
    expect([code, errors]).toEqual([1, 'Expected --json or nothing, found "--jsno".\n']);
  });

  test('an .env file is read, and the real environment wins over it', async () => {
    writeFileSync(join(folder, '.env'), 'PORT=wrong\nLOG_LEVEL=wrong\n');
    const { errors } = await run(MAIN, { PORT: '0' });
    rmSync(join(folder, '.env'));
    expect(errors).toBe(
      'LOG_LEVEL was "wrong", expected one of silent, fatal, error, warn, info, debug, trace.\n',
    );
  });
});

test('a taken port is noticed before anything is started', async () => {
  expect(await checkPort(takenPort)).toMatch(/is taken/);
  expect(await checkPort(0)).toBeUndefined();
});

test('the tape client starts an exchange of its own, prints trades and ends cleanly', async () => {
  const child = spawn(process.execPath, ['--import', TSX, TAPE, '--json'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      FLOWBOARD_HOME: join(folder, 'tape-home'),
      SIM_PORT: String(await freePort()),
      SIM_RATE: '50',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  let out = '';
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (out.split('\n').length > 5) resolve();
    }),
  );
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  for (const line of out.trimEnd().split('\n'))
    expect(JSON.parse(line)).toMatchObject({
      ticker: expect.stringMatching(/^KX/) as unknown,
      yesPrice: expect.stringMatching(/^0\.\d{4}$/) as unknown,
      count: expect.stringMatching(/^\d+\.\d\d$/) as unknown,
      takerSide: expect.stringMatching(/^(yes|no)$/) as unknown,
    });
}, 60_000);

describe('the child process', () => {
  const options = { entry: FAKE_SIMULATOR, port: 0, publicKeyPath: '/a/key.pem', keyId: 'an-id' };
  const quiet = createLog('silent');
  const ask = async (port: number): Promise<unknown> => (await fetch(`http://127.0.0.1:${port}/`)).json();

  test('it gets port, key, seed and rate, and nothing secret; closing ends it', async () => {
    process.env['KALSHI_API_SECRET'] = 'canary';
    const started = await startSimulator({ ...options, seed: 12, rate: 2.5, log: quiet });
    delete process.env['KALSHI_API_SECRET'];
    if (!started.ok) throw new Error(started.reason);
    const { port, seed, close } = started.value;
    expect(seed).toBe(12);
    expect(await ask(port)).toEqual({
      words: [
        '--port',
        '0',
        '--public-key',
        '/a/key.pem',
        '--key-id',
        'an-id',
        '--seed',
        '12',
        '--rate',
        '2.5',
      ],
      hasSecret: false,
    });
    await close();
    await expect(ask(port)).rejects.toThrow();
  });

  test('when it dies it is started again, on the port and with the seed it had', async () => {
    let lines = '';
    const log = createLog(
      'info',
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          lines += chunk.toString('utf8');
          done();
        },
      }),
    );
    const started = await startSimulator({ ...options, log });
    if (!started.ok) throw new Error(started.reason);
    const { port, close } = started.value;
    await fetch(`http://127.0.0.1:${port}/die`).catch(() => undefined);
    const again = await eventually(() => ask(port));
    expect(again).toMatchObject({ words: expect.arrayContaining([String(port), '4711']) as unknown });
    expect(lines).toContain('simulated exchange ended, starting it again');
    await close();
  });

  test('when it cannot start, its own words are the reason', async () => {
    const started = await startSimulator({ ...options, port: takenPort, log: quiet });
    expect(started).toEqual({
      ok: false,
      reason: 'The simulated exchange ended at once: The port is taken.',
    });
  });

  test('when its parent is killed, it goes too', async () => {
    const parent = spawn(
      process.execPath,
      [
        ...['--import', TSX, '--input-type=module', '--eval'],
        `import { startSimulator } from ${JSON.stringify(new URL('../../relay/child.ts', import.meta.url).href)};
         const log = { debug() {}, info() {}, warn() {}, error() {} };
         const entry = new URL(${JSON.stringify(FAKE_SIMULATOR.href)});
         const started = await startSimulator({ entry, port: 0, publicKeyPath: 'k', keyId: 'i', log });
         console.log(started.value.port);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const port = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString('utf8')))),
    );
    expect(await ask(port)).toBeTypeOf('object');
    parent.kill('SIGKILL');
    await eventually(() =>
      ask(port).then(
        () => Promise.reject(new Error('still there')),
        () => 'gone',
      ),
    );
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Tries until it works; the test's own time limit ends a hopeless wait. */
async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
