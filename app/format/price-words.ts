/**
 * Prices as this reader reads them: in one form (cents, per cent, odds) and for one outcome first. A value made from both
 * choices, handed to whoever writes a price; there is one for each pair, so that it can be compared by identity.
 */
import { formatDecimal } from '#core/units/decimal.ts';
import { opposite, type Outcome } from '#core/units/outcome.ts';
import { complement, type Price } from '#core/units/price.ts';
import { isRounded, PRICE_FORMS, priceText, type PriceForm } from '#core/units/price-form.ts';
import { cents } from './units.ts';

export interface PriceWords {
  readonly form: PriceForm;
  /** The outcome whose prices are read first. */
  readonly outcome: Outcome;
  /** "YES" or "NO": for the labels of its prices. */
  readonly side: 'YES' | 'NO';
  readonly otherSide: 'YES' | 'NO';
  /** Stands before a price that nothing else says the side of: empty for YES, which is what one expects, else "NO ". */
  readonly mark: '' | 'NO ';
  /** Head of a column of its prices: "YES price". */
  readonly head: string;
  /** What the form is called: "cents", "decimal odds". */
  readonly unit: string;
  /** Returns the text of a YES price, read for the outcome. */
  readonly of: (yesPrice: Price) => string;
  /** Returns the text of a price that is told in its own outcome already. */
  readonly own: (price: Price) => string;
  /** Returns the exact price in cents where `of` may round it, with its side: "NO 36¢"; else nothing. */
  readonly exactOf: (yesPrice: Price) => string | undefined;
  /** Returns the exact price in cents where `own` may round it; else nothing. */
  readonly exactOwn: (price: Price) => string | undefined;
  /** Returns a YES price as a price of the outcome, 1e-4 dollar. */
  readonly seen: (yesPrice: Price) => Price;
  /** Returns a change of the YES price as one of the outcome's, 1e-4 dollar. */
  readonly change: (yesChange: number) => number;
  /** Returns a sum of prices, which is money and has no odds: "103.2¢", and "$1.032" where prices are not read in cents. */
  readonly sum: (total: number) => string;
  /** Returns a difference of two prices: "2¢", and "2 pt" where prices are no amounts of money; odds have no difference that holds. */
  readonly spread: (width: number) => string;
}

/** A point of probability is a cent of a dollar. */
const PRICE_PER_POINT = 100;

const UNITS: Readonly<Record<PriceForm, string>> = {
  cents: 'cents',
  percent: 'per cent',
  decimal: 'decimal odds',
  american: 'American odds',
};

const WORDS: readonly PriceWords[] = PRICE_FORMS.flatMap((form) =>
  (['yes', 'no'] as const).map((outcome) => createWords(form, outcome)),
);

/** Returns the words for a form and an outcome: the same object each time. */
export function priceWords(form: PriceForm, outcome: Outcome): PriceWords {
  return (
    WORDS.find((words) => words.form === form && words.outcome === outcome) ?? createWords(form, outcome)
  );
}

function createWords(form: PriceForm, outcome: Outcome): PriceWords {
  const isYes = outcome === 'yes';
  const side = sideWord(outcome);
  const seen = (yesPrice: Price): Price => (isYes ? yesPrice : complement(yesPrice));
  const own = (price: Price): string => priceText(price, form);
  const exactOwn = (price: Price): string | undefined => (isRounded(form) ? cents(price) : undefined);
  return {
    form,
    outcome,
    side,
    otherSide: sideWord(opposite(outcome)),
    mark: isYes ? '' : 'NO ',
    head: `${side} price`,
    unit: UNITS[form],
    of: (yesPrice) => own(seen(yesPrice)),
    own,
    exactOf: (yesPrice) => (isRounded(form) ? `${side} ${cents(seen(yesPrice))}` : undefined),
    exactOwn,
    seen,
    // Not -0: it would be written with a sign.
    change: (yesChange) => (isYes || yesChange === 0 ? yesChange : -yesChange),
    sum: (total) => (form === 'cents' ? `${total / PRICE_PER_POINT}¢` : dollarsExact(total)),
    spread: (width) => `${width / PRICE_PER_POINT}${form === 'cents' ? '¢' : ' pt'}`,
  };
}

/** Two decimals, more only where there is more: "$1.00", "$1.032". */
function dollarsExact(total: number): string {
  return `$${formatDecimal(total, 4).replace(/0{1,2}$/, '')}`;
}

function sideWord(outcome: Outcome): 'YES' | 'NO' {
  return outcome === 'yes' ? 'YES' : 'NO';
}
