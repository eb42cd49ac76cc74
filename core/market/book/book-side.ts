/**
 * One side of a book: the bids on one outcome, as columns sorted by price, the best one last. Most changes fall near the best
 * price (docs/protocol.md), so little is moved. A side takes 10 bytes a level; a dense array over the finest grid would be
 * twice as fast and take 80 KB a side, 80 MB for 500 books. Knows no time and no other side.
 */
import type { Price } from '../../units/price.ts';
import { MAX_QUANTITY, type Quantity } from '../../units/quantity.ts';
import type { Level } from '../../wire/messages.ts';

const FIRST_CAPACITY = 64;
/** Seven changes in ten fall on the best four prices (recorded books). */
const NEAR = 4;
const FEW = 16;

/** Returns false where `levels` are more, all together, than can be: sums of them would not be exact. */
export function canHold(levels: readonly Level[]): boolean {
  let total = 0;
  // Each is in range, so that a sum beyond it is seen long before it is wrong.
  for (const [, quantity] of levels) if ((total += quantity) > MAX_QUANTITY) return false;
  return true;
}

export class BookSide {
  #price = new Uint16Array(FIRST_CAPACITY); // ascending, 1e-4 dollar on the side's own scale
  #quantity = new Float64Array(FIRST_CAPACITY); // positive, 1e-2 contract
  #size = 0;
  #total = 0;

  /** Number of levels. */
  get size(): number {
    return this.#size;
  }

  /** All that rests here. */
  get total(): Quantity {
    return this.#total as Quantity;
  }

  /** Highest price, or `undefined` on an empty side. */
  get best(): Price | undefined {
    return this.#size === 0 ? undefined : this.priceAt(this.#size - 1);
  }

  /** Returns the price of level `index`: 0 is the worst, `size - 1` the best. */
  priceAt(index: number): Price {
    return (this.#price[index] ?? 0) as Price;
  }

  quantityAt(index: number): Quantity {
    return (this.#quantity[index] ?? 0) as Quantity;
  }

  /** Returns whether just these levels rest here; prices ascending, as for `load`. */
  isSame(levels: readonly Level[]): boolean {
    return (
      this.#size === levels.length &&
      levels.every(
        ([price, quantity], index) => this.priceAt(index) === price && this.quantityAt(index) === quantity,
      )
    );
  }

  /**
   * Replaces everything. Expects ascending prices, one level a price, no empty level, which is what the decoder gives, and no
   * more than `canHold`.
   */
  load(levels: readonly Level[]): void {
    this.#reserve(levels.length);
    this.#size = levels.length;
    this.#total = 0;
    for (const [index, [price, quantity]] of levels.entries()) {
      this.#price[index] = price;
      this.#quantity[index] = quantity;
      this.#total += quantity;
    }
  }

  clear(): void {
    this.#size = 0;
    this.#total = 0;
  }

  /**
   * Adds the signed `change` at `price`. Returns what rests there then, or `undefined`, and changes nothing, where that would
   * be less than nothing, or all together more than `canHold`.
   */
  adjust(price: Price, change: Quantity): Quantity | undefined {
    const index = this.#find(price);
    const isThere = index < this.#size && this.#price[index] === price;
    const after = (isThere ? (this.#quantity[index] ?? 0) : 0) + change;
    if (after < 0 || this.#total + change > MAX_QUANTITY) return undefined;
    this.#total += change;
    if (!isThere) {
      if (after > 0) this.#insert(index, price, after);
    } else if (after > 0) this.#quantity[index] = after;
    else this.#remove(index);
    return after as Quantity;
  }

  /** Returns the place of `price`: of its level, or of the first one above it. Looks at the best levels first. */
  #find(price: number): number {
    let low = 0;
    let high = this.#size;
    const far = high - NEAR;
    while (high > 0 && high > far) {
      if ((this.#price[high - 1] ?? 0) < price) return high;
      high--;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#price[middle] ?? 0) < price) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(index: number, price: number, quantity: number): void {
    this.#reserve(this.#size + 1);
    this.#move(index, index + 1);
    this.#price[index] = price;
    this.#quantity[index] = quantity;
    this.#size++;
  }

  #remove(index: number): void {
    this.#move(index + 1, index);
    this.#size--;
  }

  /** Moves the levels from `from` on by one place, to `to`. A loop is faster than a call where there are few. */
  #move(from: number, to: number): void {
    const [price, quantity, size] = [this.#price, this.#quantity, this.#size];
    if (size - from > FEW) {
      price.copyWithin(to, from, size);
      quantity.copyWithin(to, from, size);
    } else if (to < from)
      for (let i = from; i < size; i++) {
        price[i - 1] = price[i] ?? 0;
        quantity[i - 1] = quantity[i] ?? 0;
      }
    else
      for (let i = size; i > from; i--) {
        price[i] = price[i - 1] ?? 0;
        quantity[i] = quantity[i - 1] ?? 0;
      }
  }

  #reserve(size: number): void {
    if (size <= this.#price.length) return;
    const capacity = Math.max(size, 2 * this.#price.length);
    const [price, quantity] = [this.#price, this.#quantity];
    this.#price = new Uint16Array(capacity);
    this.#quantity = new Float64Array(capacity);
    this.#price.set(price);
    this.#quantity.set(quantity);
  }
}
