/** What will happen when, in virtual time: a binary heap. Equal instants keep the order in which they were added. */

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export class Schedule {
  readonly #heap: Entry[] = [];
  #added = 0;

  /** Returns the instant of the next entry, Infinity when there is none. */
  get nextAt(): number {
    return this.#heap[0]?.at ?? Infinity;
  }

  add(at: number, run: () => void): void {
    const heap = this.#heap;
    heap.push({ at, order: this.#added++, run });
    for (let index = heap.length - 1; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) break;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Takes the next entry out and runs it. Does nothing when there is none. */
  runNext(): void {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return;
    if (heap.length > 0) {
      heap[0] = last;
      for (let index = 0; ;) {
        const left = 2 * index + 1;
        const right = left + 1;
        let least = index;
        if (left < heap.length && this.#isBefore(left, least)) least = left;
        if (right < heap.length && this.#isBefore(right, least)) least = right;
        if (least === index) break;
        this.#swap(index, least);
        index = least;
      }
    }
    first.run();
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return false;
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    if (first === undefined || second === undefined) return;
    this.#heap[a] = second;
    this.#heap[b] = first;
  }
}
