/** Whose frames the panels pull: the live feed's, or those of a recording while one is played. The live port is kept meanwhile. */
import type { FramePort, FramePuller } from '../state/frames.ts';

export class Screens {
  readonly #frames: Pick<FramePuller, 'attach' | 'detach' | 'clear'>;
  #live: FramePort | undefined;
  #replay: FramePort | undefined;

  constructor(frames: Pick<FramePuller, 'attach' | 'detach' | 'clear'>) {
    this.#frames = frames;
  }

  /** The live frames come from `port` from now on; `undefined` while no worker gives any: what is shown stays. */
  live(port: FramePort | undefined): void {
    this.#live = port;
    if (this.#replay !== undefined) return;
    if (port === undefined) this.#frames.detach();
    else this.#frames.attach(port);
  }

  /** Shows the frames of a replay, or the live ones again. Nothing of one stays on the screen of the other. */
  replay(port: FramePort | undefined): void {
    this.#replay = port;
    this.#frames.clear();
    const shown = port ?? this.#live;
    if (shown !== undefined) this.#frames.attach(shown);
  }
}
