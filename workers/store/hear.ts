/** One writer's end of a port: messages of another version are refused, all others go to the writer. */
import { STORE_PORT_VERSION, type StoreAnswer, type StoreMessage } from '#contract/store.ts';
import type { Log } from '../lib/log.ts';
import type { TypedPort } from '../lib/port.ts';

export type AnswerPort = TypedPort<StoreAnswer, StoreMessage>;

/** Who takes the messages, or a sentence that says why nobody does. */
export type Taker = { receive(message: StoreMessage): void } | string;

/** Hands every message on the port to whoever `taker` names at that moment. */
export function hear(port: AnswerPort, log: Log, taker: () => Taker): void {
  const expected: number = STORE_PORT_VERSION;
  port.onMessage((message) => {
    const refuse = (reason: string): void => {
      if (!('batch' in message)) return;
      const { batch, columns } = message;
      port.send({ kind: 'not-stored', batch, count: columns.count, reason });
    };
    const takes = taker();
    if (message.version !== expected) {
      const why = `Expected messages of version ${expected}, found ${message.version}. Reload this page.`;
      log.add('error', why);
      refuse(why);
    } else if (typeof takes === 'string') refuse(takes);
    else takes.receive(message);
  });
}
