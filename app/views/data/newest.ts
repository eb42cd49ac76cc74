/** One piece of work at a time, of which only the newest counts: a newer one calls off the one that is under way and waits for its end. */
export class Newest<T> {
  #running: AbortController | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** Begins `work`; `hear` is told its outcome unless a newer one was begun meanwhile. `work` must not reject. */
  run(work: (signal: AbortSignal, isNewest: () => boolean) => Promise<T>, hear: (outcome: T) => void): void {
    this.cancel();
    const mine = new AbortController();
    this.#running = mine;
    const isNewest = (): boolean => this.#running === mine;
    this.#last = this.#last.then(async () => {
      const outcome = await work(mine.signal, isNewest);
      if (!isNewest()) return;
      this.#running = undefined;
      hear(outcome);
    });
  }

  /** Asks what is under way to end; its outcome is heard all the same. */
  cancel(): void {
    this.#running?.abort();
  }
}
