/** The words of the field that the page uses, each in one sentence: for the word itself on the page, and for the list in Help. */

export const GLOSSARY = {
  yesNo: [
    'YES and NO',
    'A YES contract pays one dollar if the market’s question comes true and a NO contract if it does not, so the two prices make a dollar.',
  ],
  chance: [
    'Implied chance',
    'The price read as a probability: YES at 63 cents says that those who trade see a chance of about 63 per cent.',
  ],
  point: [
    'Point',
    'One per cent of chance, which is one cent of the dollar; by how many points a price moved is its change.',
  ],
  taker: [
    'Taker',
    'Whoever accepts an order that was already resting; “taker YES” means that the one who acted bought YES.',
  ],
  maker: [
    'Maker',
    'Whoever placed the order that rested; the trade happens at its price, and is not counted to its side here.',
  ],
  sweep: [
    'Sweep',
    'One taker’s order that met several resting orders: several trades of one moment, shown as one row while Merge is on.',
  ],
  volume: ['Volume', 'Contracts that changed hands.'],
  notional: ['Notional', 'What was traded in dollars: the YES price times the contracts.'],
  netFlow: [
    'Net flow',
    'Contracts that YES takers bought less those that NO takers bought: above zero the takers lean to YES. Added up trade by trade it is the cumulative volume delta, CVD.',
  ],
  drift: [
    'Drift',
    'By how many points a price has moved since this recording session began, from the price in force then; over the window it is the change.',
  ],
  tradeSize: [
    'Trade size',
    'Contracts of one trade; the histogram counts trades in classes that step 1, 2, 5, 10 and so on, each print of a sweep by itself.',
  ],
  tapeSpeed: [
    'Speed of the tape',
    'Trades a second over the last ten seconds; its baseline is the median of the ten-second stretches of the 15 minutes before.',
  ],
  vwap: ['VWAP', 'Volume-weighted average price: what a contract cost on average over the window.'],
  book: ['Order book', 'All orders that rest and wait for a taker, with how much stands at each price.'],
  spread: [
    'Spread',
    'The best ask less the best bid: what it costs to buy and sell again at once, without fees.',
  ],
  mid: ['Mid', 'The price half-way between the best bid and the best ask.'],
  microprice: [
    'Microprice',
    'The mid, weighted by the size on the opposite side: it leans to where less stands in the way.',
  ],
  imbalance: [
    'Imbalance',
    'Bid size less ask size, divided by both: +1 when only bids rest there, −1 when only asks do.',
  ],
  depth: [
    'Depth',
    'How many contracts rest up to a price: what could be traded at once without going beyond it.',
  ],
  live: [
    'Live and stale',
    'Live: the exchange has shown life within seven seconds; stale: it has not, so all figures may be old and are grey.',
  ],
  gap: [
    'Sequence gap',
    'The exchange numbers its messages; where a number is missing something was not heard, and the stretch is marked and never filled in by guessing.',
  ],
} as const satisfies Readonly<Record<string, readonly [word: string, meaning: string]>>;

export type TermName = keyof typeof GLOSSARY;

/** Returns all of it in the order of the alphabet. */
export function glossaryList(): readonly (readonly [word: string, meaning: string])[] {
  return Object.values(GLOSSARY).sort(([a], [b]) => a.localeCompare(b, 'en'));
}
