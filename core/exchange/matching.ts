/**
 * One market's book of orders with price-time priority. It owns the queues and tells its listener of every execution and
 * of every change of a level, in the order in which they happen; it knows no clock, no owner and no fee.
 * A trade happens at the resting order's price, one trade per resting order. One file because it is one algorithm.
 */
import { assert } from '../lib/assert.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Quantity } from '../units/quantity.ts';
import {
  oppositeOf,
  type OrderId,
  type OrderOutcome,
  type OrderRefusal,
  type OrderRequest,
  type RestingOrder,
  type Side,
} from './order.ts';

export interface MatchingListener {
  /** `makerSide` is the resting order's side; a trade comes before the change of the level that it causes. */
  traded(makerSide: Side, rung: number, quantity: Quantity, maker: OrderId): void;
  /** `change` is signed; the level's total already includes it. */
  changed(side: Side, rung: number, change: Quantity): void;
}

/** A price level: a queue of orders, oldest first. */
interface Queue {
  total: number; // 1e-2 contract
  oldest: RestingOrder | undefined;
  newest: RestingOrder | undefined;
}

interface Ladder {
  /** By rung; a queue is made when the first order comes. */
  readonly queues: (Queue | undefined)[];
  /** Rung of the best non-empty queue; -1 when the side is empty. */
  best: number;
  /** Number of non-empty queues. */
  levels: number;
}

function emptyLadder(rungs: number): Ladder {
  return { queues: new Array<Queue | undefined>(rungs).fill(undefined), best: -1, levels: 0 };
}

export class MatchingBook {
  readonly rungs: number;
  readonly #bids: Ladder;
  readonly #asks: Ladder;
  readonly #orders = new Map<OrderId, RestingOrder>();
  readonly #listener: MatchingListener;
  #lastId = 0;

  constructor(rungs: number, listener: MatchingListener) {
    this.rungs = rungs;
    this.#bids = emptyLadder(rungs);
    this.#asks = emptyLadder(rungs);
    this.#listener = listener;
  }

  /** Returns the rung of the best level of `side`, or -1 when the side is empty. */
  best(side: Side): number {
    return this.#ladder(side).best;
  }

  /** Returns the number of levels of `side`. */
  levels(side: Side): number {
    return this.#ladder(side).levels;
  }

  /** Returns the quantity that rests at `rung` of `side`, 0 where none does. */
  total(side: Side, rung: number): Quantity {
    return (this.#ladder(side).queues[rung]?.total ?? 0) as Quantity;
  }

  /** Returns the oldest resting order of a level: the next to trade there. */
  oldest(side: Side, rung: number): OrderId | undefined {
    return this.#ladder(side).queues[rung]?.oldest?.id;
  }

  /** Returns the newest resting order of a level: the last to trade there. */
  newest(side: Side, rung: number): OrderId | undefined {
    return this.#ladder(side).queues[rung]?.newest?.id;
  }

  /** Returns what is left of a resting order, 0 when it is gone. */
  remaining(id: OrderId): Quantity {
    return this.#orders.get(id)?.remaining ?? (0 as Quantity);
  }

  /** Matches `request` against the other side, then rests or drops the remainder by its time in force. */
  submit(request: OrderRequest): Result<OrderOutcome, OrderRefusal> {
    const { side, rung, quantity, timeInForce } = request;
    if (!Number.isInteger(quantity) || quantity <= 0) return err('bad_quantity');
    if (!Number.isInteger(rung) || rung < 0 || rung >= this.rungs) return err('off_grid');
    if (request.isPostOnly === true && this.#crosses(side, rung)) return err('post_only_cross');
    if (timeInForce === 'fill_or_kill' && !this.#canFill(side, rung, quantity)) {
      return err('insufficient_resting_volume');
    }
    const id = ++this.#lastId as OrderId;
    const left = this.#match(side, rung, quantity);
    const filled = (quantity - left) as Quantity;
    if (left === 0) return ok({ id, state: 'executed', filled, rested: 0 as Quantity });
    if (timeInForce !== 'good_till_canceled') {
      return ok({ id, state: 'canceled', filled, rested: 0 as Quantity });
    }
    this.#rest(id, side, rung, left);
    return ok({ id, state: 'resting', filled, rested: left });
  }

  /** Rests `quantity` without matching it: for a book that is copied from elsewhere, not made here. */
  place(side: Side, rung: number, quantity: Quantity): void {
    assert(quantity > 0 && rung >= 0 && rung < this.rungs, 'a positive quantity on the ladder');
    this.#rest(++this.#lastId as OrderId, side, rung, quantity);
  }

  /** Takes up to `quantity` off a level, newest orders first: the other half of a copied book. */
  withdraw(side: Side, rung: number, quantity: Quantity): void {
    for (let left: number = quantity; left > 0;) {
      const id = this.newest(side, rung);
      if (id === undefined) return;
      left -= this.reduce(id, left as Quantity);
    }
  }

  /** Takes a resting order out of the book. Returns what was left of it, 0 when it was already gone. */
  cancel(id: OrderId): Quantity {
    return this.reduce(id, Number.MAX_SAFE_INTEGER as Quantity);
  }

  /** Makes a resting order smaller by at most `by`; it keeps its place. Returns by how much it became smaller. */
  reduce(id: OrderId, by: Quantity): Quantity {
    assert(by > 0, 'a positive quantity to reduce by');
    const order = this.#orders.get(id);
    if (order === undefined) return 0 as Quantity;
    const removed = Math.min(by, order.remaining) as Quantity;
    this.#take(order, removed);
    this.#listener.changed(order.side, order.rung, (0 - removed) as Quantity);
    return removed;
  }

  /** Cancels every order, best levels first: what the exchange does to a book that closes. */
  clear(): void {
    for (const side of ['bid', 'ask'] as const) {
      for (let rung = this.best(side); rung >= 0; rung = this.best(side)) {
        for (let id = this.oldest(side, rung); id !== undefined; id = this.oldest(side, rung))
          this.cancel(id);
      }
    }
  }

  /** Returns the levels of `side`, best first. Cost: proportional to the ladder. */
  depth(side: Side): { readonly rung: number; readonly quantity: Quantity }[] {
    const { queues, best } = this.#ladder(side);
    const step = side === 'bid' ? -1 : 1;
    const levels: { rung: number; quantity: Quantity }[] = [];
    if (best < 0) return levels;
    for (let rung = best; rung >= 0 && rung < this.rungs; rung += step) {
      const total = queues[rung]?.total ?? 0;
      if (total > 0) levels.push({ rung, quantity: total as Quantity });
    }
    return levels;
  }

  #ladder(side: Side): Ladder {
    return side === 'bid' ? this.#bids : this.#asks;
  }

  /** Returns true where an order of `side` at `rung` would trade at once. */
  #crosses(side: Side, rung: number): boolean {
    const best = this.#ladder(oppositeOf(side)).best;
    return best >= 0 && (side === 'bid' ? best <= rung : best >= rung);
  }

  #canFill(side: Side, limit: number, quantity: Quantity): boolean {
    let left: number = quantity;
    for (const level of this.depth(oppositeOf(side))) {
      if (side === 'bid' ? level.rung > limit : level.rung < limit) break;
      left -= level.quantity;
      if (left <= 0) return true;
    }
    return false;
  }

  /** Trades against the other side from its best price, oldest order first. Returns what is left. */
  #match(side: Side, limit: number, quantity: Quantity): Quantity {
    const makerSide = oppositeOf(side);
    const makers = this.#ladder(makerSide);
    let left: number = quantity;
    while (left > 0 && this.#crosses(side, limit)) {
      const rung = makers.best;
      const maker = makers.queues[rung]?.oldest;
      assert(maker !== undefined, 'an order at the best level');
      const traded = Math.min(left, maker.remaining) as Quantity;
      left -= traded;
      this.#listener.traded(makerSide, rung, traded, maker.id);
      this.#take(maker, traded);
      this.#listener.changed(makerSide, rung, (0 - traded) as Quantity);
    }
    return left as Quantity;
  }

  #rest(id: OrderId, side: Side, rung: number, quantity: Quantity): void {
    const ladder = this.#ladder(side);
    const queue = (ladder.queues[rung] ??= { total: 0, oldest: undefined, newest: undefined });
    const order: RestingOrder = {
      id,
      side,
      rung,
      remaining: quantity,
      ahead: queue.newest,
      behind: undefined,
    };
    if (queue.newest === undefined) queue.oldest = order;
    else queue.newest.behind = order;
    queue.newest = order;
    if (queue.total === 0) {
      ladder.levels++;
      if (ladder.best < 0 || (side === 'bid' ? rung > ladder.best : rung < ladder.best)) ladder.best = rung;
    }
    queue.total += quantity;
    this.#orders.set(id, order);
    this.#listener.changed(side, rung, quantity);
  }

  /** Removes `quantity` from a resting order; unlinks it at zero and moves the best on when its level is empty. */
  #take(order: RestingOrder, quantity: Quantity): void {
    const ladder = this.#ladder(order.side);
    const queue = ladder.queues[order.rung];
    assert(queue !== undefined && quantity <= order.remaining, 'a resting order that large');
    order.remaining = (order.remaining - quantity) as Quantity;
    queue.total -= quantity;
    if (order.remaining > 0) return;
    if (order.ahead === undefined) queue.oldest = order.behind;
    else order.ahead.behind = order.behind;
    if (order.behind === undefined) queue.newest = order.ahead;
    else order.behind.ahead = order.ahead;
    this.#orders.delete(order.id);
    if (queue.total > 0) return;
    ladder.levels--;
    if (order.rung === ladder.best) ladder.best = this.#nextBest(order.side, ladder);
  }

  #nextBest(side: Side, ladder: Ladder): number {
    if (ladder.levels === 0) return -1;
    const step = side === 'bid' ? -1 : 1;
    let rung = ladder.best + step;
    while ((ladder.queues[rung]?.total ?? 0) === 0) {
      assert(rung >= 0 && rung < this.rungs, 'a level further back');
      rung += step;
    }
    return rung;
  }
}
