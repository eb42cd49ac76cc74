/**
 * A Chromium without Playwright in it, spoken to by the DevTools protocol. Playwright keeps every page focused and shown, so that
 * none is ever hidden; here another tab in front hides a page as on a desk, with the slow timers that go with it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { chromiumPath } from './chromium-path.ts';

export interface BarePage {
  /** Runs `script`, an expression, and waits for its promise. Rejects with what the page threw. */
  evaluate<T>(script: string): Promise<T>;
  /** Puts it in front of all other tabs. */
  show(): Promise<void>;
}

export interface BareChromium {
  open(address: string): Promise<BarePage>;
  stop(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly sessionId?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<unknown>;

/** Starts one with a profile of its own. `flags` are added to its command line. */
export async function startBareChromium(flags: readonly string[] = []): Promise<BareChromium> {
  const profile = mkdtempSync(join(tmpdir(), 'flowboard-profile-'));
  const child = spawn(
    chromiumPath(),
    [
      ...['--headless=new', '--no-sandbox', '--no-first-run', '--disable-component-update'],
      ...['--remote-debugging-port=0', `--user-data-dir=${profile}`, ...flags, 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`Expected Chromium to start, but it ended with code ${code}.`)),
    );
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send = commandsOf(socket);
  return {
    open: (page) => openPage(send, page),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      socket.send(JSON.stringify({ id: 0, method: 'Browser.close' }));
      await ended;
      // Its children may still be writing.
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

function commandsOf(socket: WebSocket): Send {
  const waiting = new Map<number, (answer: Answer) => void>();
  let sent = 0;
  socket.on('message', (data) => {
    const answer = JSON.parse((data as Buffer).toString()) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  return (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++sent;
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
      socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
}

async function openPage(send: Send, address: string): Promise<BarePage> {
  const { targetId } = (await send('Target.createTarget', { url: address })) as { targetId: string };
  const attached = await send('Target.attachToTarget', { targetId, flatten: true });
  const { sessionId } = attached as { sessionId: string };
  return {
    async evaluate<T>(script: string): Promise<T> {
      const options = { expression: script, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = (await send('Runtime.evaluate', options, sessionId)) as {
        result: { value: T };
        exceptionDetails?: { exception?: { description?: string } };
      };
      if (exceptionDetails !== undefined)
        throw new Error(exceptionDetails.exception?.description ?? `the page threw on ${script}`);
      return result.value;
    },
    show: async () => void (await send('Target.activateTarget', { targetId })),
  };
}
