/** Entry of the heatmap worker: one picture, on a canvas the page has handed over. Everything is told over one port. */
import type { HeatmapAnswer, HeatmapApi, HeatmapRequest } from '#contract/heatmap.ts';
import { systemClock } from '../lib/clock.ts';
import { typedPort } from '../lib/port.ts';
import { serve } from '../lib/serve.ts';
import { HeatmapSession } from './session.ts';

const clock = systemClock();

const api: HeatmapApi = {
  start: (port) => {
    const page = typedPort<HeatmapAnswer, HeatmapRequest>(port);
    let session: HeatmapSession | undefined;
    page.onMessage((message) => {
      if (message.kind !== 'init') {
        session?.take(message);
        return;
      }
      loadType(message.fontUrl);
      session = new HeatmapSession(page, message, {
        clock,
        onFrame: (run) => {
          requestAnimationFrame(run);
        },
      });
    });
    return Promise.resolve();
  },
};

serve(api);

/** Workers have fonts of their own; until it is there, or where it cannot be, the system's face stands in. */
function loadType(url: string): void {
  if (url === '') return;
  const face = new FontFace('Inter Variable', `url(${url})`, { weight: '100 900' });
  face.load().then(
    () => {
      self.fonts.add(face);
    },
    () => undefined,
  );
}
