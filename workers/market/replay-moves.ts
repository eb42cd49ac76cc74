/**
 * The order in which a replay's clock is moved. A newer goal calls off an older one, and the steps that were asked for before it;
 * steps wait for what is under way, so that each begins where the one before it ended. Knows no engine and no disk.
 */
export class ReplayMoves {
  /** Counts moves: whoever reads on for an older one gives up. */
  #moves = 0;
  /** Counts goals from outside. */
  #goals = 0;
  #isMoving = false;
  #last: Promise<unknown> = Promise.resolve();
  readonly #move: (at: number, isOld: () => boolean) => Promise<void>;
  readonly #onChange: () => void;

  /** `move` brings the clock to `at` and gives up once `isOld`; `onChange` hears that a move begins or has ended. */
  constructor(move: (at: number, isOld: () => boolean) => Promise<void>, onChange: () => void) {
    this.#move = move;
    this.#onChange = onChange;
  }

  get isMoving(): boolean {
    return this.#isMoving;
  }

  /** Resolves when the clock is there, or a newer goal has come. */
  goTo(at: number): Promise<void> {
    this.#goals++;
    return this.#keep(this.#go(at));
  }

  /** Goes to what `find` finds once all before it has ended; false where there is none. A newer goal calls it off. */
  step(find: () => Promise<number | undefined>): Promise<boolean> {
    const goal = this.#goals;
    return this.#keep(this.#step(this.#last, find, () => goal !== this.#goals));
  }

  /** Calls everything off. */
  stop(): void {
    this.#goals++;
    this.#moves++;
  }

  async #step(
    before: Promise<unknown>,
    find: () => Promise<number | undefined>,
    isOff: () => boolean,
  ): Promise<boolean> {
    await before;
    if (isOff()) return true;
    const found = await find();
    if (found === undefined || isOff()) return found !== undefined;
    await this.#go(found);
    return true;
  }

  async #go(at: number): Promise<void> {
    const mine = ++this.#moves;
    this.#isMoving = true;
    this.#onChange();
    try {
      await this.#move(at, () => mine !== this.#moves);
    } finally {
      if (mine === this.#moves) this.#isMoving = false;
    }
    this.#onChange();
  }

  #keep<T>(move: Promise<T>): Promise<T> {
    this.#last = move.catch(() => undefined);
    return move;
  }
}
