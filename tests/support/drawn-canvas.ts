/** A canvas that draws nothing and remembers what it was told to draw: words with their place, and the order of all calls. */
import { FakeCanvas } from './fake-canvas.ts';

interface DrawnCall {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** 6 px a letter, about as wide as the board's type. */
const LETTER = 6;

/** Put in for `OffscreenCanvas`, which Node does not have. */
export class DrawnCanvas extends FakeCanvas {
  readonly calls: DrawnCall[] = [];

  override getContext(): object {
    const { calls } = this;
    return new Proxy(super.getContext(), {
      get: (target, name): unknown => {
        if (name === 'measureText') return (text: string) => ({ width: LETTER * text.length });
        const found: unknown = Reflect.get(target, name);
        if (typeof found !== 'function') return found;
        return (...args: readonly unknown[]): unknown => {
          calls.push({ name: String(name), args });
          return Reflect.apply(found, target, args);
        };
      },
    });
  }

  /** Returns the words drawn, with their x, in order. */
  words(): { readonly text: string; readonly x: number; readonly order: number }[] {
    return this.calls.flatMap(({ name, args: [text, x] }, order) =>
      name === 'fillText' ? [{ text: String(text), x: Number(x), order }] : [],
    );
  }
}
