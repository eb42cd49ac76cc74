/**
 * What a page's threads hold in memory: its main thread and each of its workers has a heap of its own, told by the browser
 * over its debugging line. A line of our own beside Playwright's, which shows no workers this way.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface Heaps {
  /** Collects garbage everywhere, a few times; returns the least that was left, MB, by thread: `page`, then the workers by name. */
  collected(): Promise<ReadonlyMap<string, number>>;
  close(): void;
}

/** Of one thread, bytes. */
interface Usage {
  /** Objects of scripts. */
  readonly usedSize: number;
  /** The document, and what else the browser itself keeps for scripts. */
  readonly embedderHeapUsedSize: number;
  /** Array buffers: they lie outside the other two. */
  readonly backingStorageSize: number;
}

interface Target {
  readonly targetId: string;
  readonly type: string;
  readonly title: string;
  readonly url: string;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId: string; readonly targetInfo: Target };
  readonly result?: object;
  readonly error?: { readonly message: string };
}

const MB = 1024 * 1024;
/** Times that all are collected: a frame or a batch that is on its way at one of them is gone at the next. */
const LOOKS = 3;

/** Opens a line to the browser at `endpoint` (ws://...) and to the page whose address begins with `origin`, with its workers. */
export async function openHeaps(endpoint: string, origin: string): Promise<Heaps> {
  const line = await openLine(endpoint);
  const { targetInfos } = await line.send<{ targetInfos: readonly Target[] }>('Target.getTargets');
  const page = targetInfos.find(({ type, url }) => type === 'page' && url.startsWith(origin));
  if (page === undefined) throw new Error(`Expected a page of ${origin}, but the browser shows none.`);
  const { targetId } = page;
  const { sessionId } = await line.send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const threads = line.workers;
  await line.send(
    'Target.setAutoAttach',
    { autoAttach: true, waitForDebuggerOnStart: false, flatten: true },
    sessionId,
  );
  return {
    collected: async () => {
      const held = new Map<string, number>();
      for (let round = 0; round < LOOKS; round++)
        for (const [name, session] of [['page', sessionId] as const, ...threads]) {
          await line.send('HeapProfiler.collectGarbage', {}, session);
          const usage = await line.send<Usage>('Runtime.getHeapUsage', {}, session);
          const mb = (usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize) / MB;
          held.set(name, Math.min(mb, held.get(name) ?? mb));
        }
      return held;
    },
    close: () => {
      line.close();
    },
  };
}

interface Line {
  /** Sessions of the workers that there are, by name. */
  readonly workers: Map<string, string>;
  send<T extends object = object>(method: string, params?: object, sessionId?: string): Promise<T>;
  close(): void;
}

async function openLine(endpoint: string): Promise<Line> {
  const socket = new WebSocket(endpoint, { perMessageDeflate: false });
  await once(socket, 'open');
  const workers = new Map<string, string>();
  const asked = new Map<number, (message: Message) => void>();
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    if (message.id !== undefined) {
      asked.get(message.id)?.(message);
      asked.delete(message.id);
    }
    const { method, params } = message;
    if (method === 'Target.attachedToTarget' && params?.targetInfo.type === 'worker')
      workers.set(params.targetInfo.title, params.sessionId);
  });
  let next = 1;
  return {
    workers,
    send: <T extends object>(method: string, params: object = {}, sessionId?: string) =>
      new Promise<T>((resolve, reject) => {
        const id = next++;
        asked.set(id, ({ result, error }) => {
          if (error === undefined) resolve(result as T);
          else reject(new Error(`The browser refused ${method}: ${error.message}`));
        });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
      }),
    close: () => {
      socket.close();
    },
  };
}
