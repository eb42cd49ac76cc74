/** A worker without a thread: a test sees its calls and gives its answers. */
import type { WorkerLike } from '../../app/boot/call.ts';

/** A worker whose answers the test gives, in Comlink's own envelope. */
export class FakeWorker implements WorkerLike {
  readonly calls: { id: string; path: string[]; argumentList: { value: unknown }[] }[] = [];
  isTerminated = false;
  readonly #listeners = new Map<string, Set<(event: Event) => void>>();

  postMessage(message: unknown): void {
    this.calls.push(message as (typeof this.calls)[number]);
  }

  addEventListener(type: string, listener: EventListenerOrEventListenerObject): void {
    const set = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, set);
    set.add(typeof listener === 'function' ? listener : (event) => listener.handleEvent(event));
  }

  removeEventListener(): void {
    return;
  }

  terminate(): void {
    this.isTerminated = true;
  }

  emit(type: string, fields: object): void {
    const event = Object.assign(new Event(type), fields);
    for (const listener of [...(this.#listeners.get(type) ?? [])]) listener(event);
  }

  ready(): void {
    this.emit('message', { data: { kind: 'ready' } });
  }

  /** Answers the newest call. */
  answer(value: unknown): void {
    const call = this.calls.at(-1);
    this.emit('message', { data: { id: call?.id, type: 'RAW', value } });
  }

  /** Lets the newest call fail, as a verb that throws. */
  refuse(message: string): void {
    const call = this.calls.at(-1);
    const value = { isError: true, value: { message, name: 'Error', stack: '' } };
    this.emit('message', { data: { id: call?.id, type: 'HANDLER', name: 'throw', value } });
  }
}
