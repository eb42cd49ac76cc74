/** A typed port whose other end is the test. */
import type { TypedPort } from '../../workers/lib/port.ts';

export class FakePort<Out, In> implements TypedPort<Out, In> {
  readonly sent: Out[] = [];
  isClosed = false;
  #listener: (message: In) => void = () => undefined;

  send(message: Out): void {
    this.sent.push(message);
  }

  onMessage(listener: (message: In) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.isClosed = true;
  }

  /** Says `message` from the other end. */
  receive(message: In): void {
    this.#listener(message);
  }
}
