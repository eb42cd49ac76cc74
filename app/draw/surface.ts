/** A canvas that is always as sharp as the screen: follows its element's size and the device's pixels. */

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  /** CSS pixels; the context is scaled, so painters think in these. */
  width: number;
  height: number;
  readonly close: () => void;
}

/** Opens `canvas` for painting and calls `onResize` now and at every change of size; `undefined` where 2D is refused. */
export function openSurface(
  canvas: HTMLCanvasElement,
  onResize: (surface: Surface) => void,
): Surface | undefined {
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const observer = new ResizeObserver(() => {
    resize();
  });
  const surface: Surface = {
    context,
    width: 0,
    height: 0,
    close: () => {
      observer.disconnect();
    },
  };
  const resize = (): void => {
    const ratio = window.devicePixelRatio;
    surface.width = canvas.clientWidth;
    surface.height = canvas.clientHeight;
    canvas.width = Math.max(1, Math.round(surface.width * ratio));
    canvas.height = Math.max(1, Math.round(surface.height * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    onResize(surface);
  };
  observer.observe(canvas);
  resize();
  return surface;
}
