/** 2-D contexts, and CSS colours as they come out of them. */

/** Returns the 2-D context of a canvas, opaque. Throws where the browser gives none: the page then offers to draw again. */
export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('Expected a 2-D context of the canvas, but the browser gave none.');
  return context;
}

const pixels = new Map<string, number>();

/** Returns `colour`, with a share of `over` on it, as a pixel of an ImageData. A theme has a dozen: all are kept. */
export function pixelOf(colour: string, over = colour, share = 0): number {
  const name = `${colour} ${over} ${share}`;
  const known = pixels.get(name) ?? mixed(colour, over, share);
  pixels.set(name, known);
  return known;
}

/** The browser alone knows what a CSS colour is. */
function mixed(colour: string, over: string, share: number): number {
  const context = contextOf(new OffscreenCanvas(1, 1));
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  context.globalAlpha = share;
  context.fillStyle = over;
  context.fillRect(0, 0, 1, 1);
  return new Uint32Array(context.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
}
