/** One heatmap worker and the page's end of its line. Born with a canvas, ended with it; a death is told once. */
import type { HeatmapAnswer, HeatmapApi, HeatmapRequest, HeatmapView } from '#contract/heatmap.ts';
import fontUrl from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import { spawnHeatmap } from '../../../boot/births.ts';
import { Caller } from '../../../boot/call.ts';

const LEAVE_MS = 500;

export interface HeatmapLine {
  send(message: Exclude<HeatmapRequest, { kind: 'init' | 'river' | 'close' }>): void;
  follow(river: MessagePort): void;
  close(): void;
}

export interface LineOptions {
  readonly canvas: HTMLCanvasElement;
  readonly view: HeatmapView;
  readonly onAnswer: (answer: HeatmapAnswer) => void;
  readonly onDeath: (fault: string) => void;
}

/** Starts a worker that draws on `canvas`, which must never have been handed over before. */
export function openHeatmap({ canvas, view, onAnswer, onDeath }: LineOptions): HeatmapLine {
  const caller = new Caller<HeatmapApi>({ name: 'heatmap', worker: spawnHeatmap(), onDeath });
  const { port1, port2 } = new MessageChannel();
  const send = (message: HeatmapRequest, transfer: Transferable[] = []): void => {
    port1.postMessage(message, transfer);
  };
  port1.onmessage = ({ data }: MessageEvent<HeatmapAnswer>) => {
    onAnswer(data);
  };
  // Where it fails the worker is dead, and that is told by itself.
  caller.callSlow('start', port2).catch(() => undefined);
  const offscreen = canvas.transferControlToOffscreen();
  send({ kind: 'init', canvas: offscreen, view, fontUrl: new URL(fontUrl, location.href).href }, [offscreen]);
  return {
    send,
    follow: (river) => {
      send({ kind: 'river', river }, [river]);
    },
    close: () => {
      send({ kind: 'close' });
      port1.onmessage = null;
      // It has a river to leave first: whoever writes it would go on for nobody.
      setTimeout(() => {
        caller.terminate();
      }, LEAVE_MS);
    },
  };
}
