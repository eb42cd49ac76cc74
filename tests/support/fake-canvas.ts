/** Canvases that draw nothing, for code that paints in Node: sizes and image data are kept, all else is swallowed. */

const nothing = (): undefined => undefined;

class FakeImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8ClampedArray(4 * width * height);
  }
}

function fakeContext(): object {
  const own: Record<string, unknown> = {
    createImageData: (width: number, height: number) => new FakeImage(width, height),
    getImageData: (_x: number, _y: number, width: number, height: number) => new FakeImage(width, height),
    measureText: () => ({ width: 40 }),
  };
  return new Proxy(own, { get: (target, name): unknown => Reflect.get(target, name) ?? nothing });
}

/** Put in for `OffscreenCanvas`, which Node does not have. */
export class FakeCanvas {
  width: number;
  height: number;
  readonly #context = fakeContext();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  getContext(): object {
    return this.#context;
  }
}
