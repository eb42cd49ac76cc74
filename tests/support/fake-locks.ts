/** Web Locks of one browser: exclusive, first come first served, and taken by force when asked. */
import type { Locks } from '../../app/boot/leader.ts';

interface Holder {
  readonly lose: (error: DOMException) => void;
}

export class FakeLocks implements Locks {
  #holder: Holder | undefined;
  #line: (() => void)[] = [];

  request: Locks['request'] = async (_name, options, run) => {
    if (options.steal === true) this.#holder?.lose(new DOMException('stolen', 'AbortError'));
    else if (this.#holder !== undefined && options.ifAvailable === true) return run(null);
    else if (this.#holder !== undefined) await this.#turn(options.signal);
    return this.#hold(run);
  };

  /** Tabs that wait. */
  get waiting(): number {
    return this.#line.length;
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#line.push(resolve);
      signal?.addEventListener('abort', () => {
        this.#line = this.#line.filter((waiting) => waiting !== resolve);
        reject(new DOMException('left', 'AbortError'));
      });
    });
  }

  async #hold(run: (lock: unknown) => Promise<void> | undefined): Promise<unknown> {
    let lose: Holder['lose'] = () => undefined;
    const lost = new Promise<void>((_resolve, reject) => {
      lose = reject;
    });
    const holder: Holder = { lose };
    this.#holder = holder;
    try {
      return await Promise.race([run({}), lost]);
    } finally {
      if (this.#holder === holder) {
        this.#holder = undefined;
        this.#line.shift()?.();
      }
    }
  }
}
