/** A part of the picture that is written pixel by pixel: a thousand small rectangles cost the canvas ten times as much. */
import { contextOf } from './context.ts';
import type { Box } from './layout.ts';

export class PixelBox {
  #image = contextOf(new OffscreenCanvas(1, 1)).createImageData(1, 1);
  #pixels = new Uint32Array(this.#image.data.buffer);

  /** Makes all of it `colour`, as large as `box`. */
  clear(context: OffscreenCanvasRenderingContext2D, { width, height }: Box, colour: number): void {
    if (this.#image.width !== width || this.#image.height !== height) {
      this.#image = context.createImageData(width, height);
      this.#pixels = new Uint32Array(this.#image.data.buffer);
    }
    this.#pixels.fill(colour);
  }

  /** Fills a rectangle; what lies outside is left out. */
  fill(left: number, top: number, width: number, height: number, colour: number): void {
    const { width: stride, height: rows } = this.#image;
    const [from, to] = [Math.max(0, left), Math.min(stride, left + width)];
    for (let y = Math.max(0, top); y < Math.min(rows, top + height); y++)
      this.#pixels.fill(colour, y * stride + from, y * stride + Math.max(from, to));
  }

  put(context: OffscreenCanvasRenderingContext2D, { left, top }: Box): void {
    context.putImageData(this.#image, left, top);
  }
}
