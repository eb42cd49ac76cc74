/** What an import has to say besides its counts: rejected lines by reason with the first few places, as sentences. */

/** Places named of each reason. */
const MAX_PLACES = 5;
/** Reasons kept apart: what stands in a hostile file must not fill the page. */
const MAX_REASONS = 16;
const MAX_NOTES = 4;
const MAX_LENGTH = 200;

interface Rejection {
  count: number;
  readonly places: number[];
}

export class Remarks {
  readonly #unit: string;
  readonly #byReason = new Map<string, Rejection>();
  readonly #notes = new Map<string, string>();
  #rejected = 0;
  #first = '';
  #repeats = 0;
  #firstRepeat = 0;

  /** `unit`: what is counted, as in "line" or "row of trades". */
  constructor(unit: string) {
    this.#unit = unit;
  }

  /** Lines, frames or rows left out, in all. */
  get rejected(): number {
    return this.#rejected;
  }

  /** The first one that was left out: "row 100: why"; empty where none was. */
  get first(): string {
    return this.#first;
  }

  /** Counts one that was left out; `place` is its number in the file. */
  reject(reason: string, place: number): void {
    if (this.#rejected++ === 0) this.#first = `${this.#unit} ${place}: ${reason.slice(0, MAX_LENGTH)}`;
    const key =
      this.#byReason.has(reason) || this.#byReason.size < MAX_REASONS ? reason : 'for other reasons';
    const found = this.#byReason.get(key) ?? { count: 0, places: [] };
    this.#byReason.set(key, found);
    found.count++;
    if (found.places.length < MAX_PLACES) found.places.push(place);
  }

  /** Counts a trade that stands in the file again: nothing is lost by leaving it out. */
  repeat(place: number): void {
    if (this.#repeats++ === 0) this.#firstRepeat = place;
  }

  /** Keeps the first sentence about `what`. */
  note(what: string, sentence: string): void {
    if (this.#notes.size < MAX_NOTES && !this.#notes.has(what)) this.#notes.set(what, sentence);
  }

  /** Returns everything as sentences, at most 22. */
  sentences(): readonly string[] {
    const rejections = [...this.#byReason].map(([reason, { count, places }]) => {
      const [one, more] = count === 1 ? [' was', ''] : ['s were', count > places.length ? ', …' : ''];
      const where = `${this.#unit}${count === 1 ? '' : 's'} ${places.join(', ')}${more}`;
      return `${count} ${this.#unit}${one} left out: ${reason.slice(0, MAX_LENGTH)} (${where}).`;
    });
    const repeats =
      this.#repeats === 0
        ? []
        : [
            `Trades that stand in the file more than once were taken once: ${this.#repeats} left out (first at ${this.#unit} ${this.#firstRepeat}).`,
          ];
    return [...this.#notes.values(), ...repeats, ...rejections];
  }
}
