/** A MessagePort with the types of its river on it: send one kind, hear the other, close. */

export interface TypedPort<Out, In> {
  send(message: Out, transfer?: readonly Transferable[]): void;
  /** One listener; messages that came earlier are delivered to it first. */
  onMessage(listener: (message: In) => void): void;
  close(): void;
}

/** The part of MessagePort that is used: lets tests hand in Node's own ports. */
export interface RawPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  close(): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

/** Returns `port` as a typed one. The types are a promise between our own threads: nothing from outside travels on it. */
export function typedPort<Out, In>(port: RawPort): TypedPort<Out, In> {
  return {
    send: (message, transfer = []) => {
      port.postMessage(message, [...transfer]);
    },
    onMessage: (listener) => {
      port.onmessage = (event: MessageEvent<In>) => {
        listener(event.data);
      };
    },
    close: () => {
      port.close();
    },
  };
}
