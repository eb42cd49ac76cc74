/** Plain numbers as people read them. Formatters are made once: building one per cell is what makes tables slow. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

const STEPS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** Returns `value` with separators and no decimals: 1482310 → "1,482,310". */
export function grouped(value: number): string {
  return whole.format(value);
}

/** Returns `value` with separators and at most two decimals: 136.5 → "136.5". */
export function groupedExact(value: number): string {
  return upToTwo.format(value);
}

/** Returns at most three digits and a letter: 964200 → "964k", 89310 → "89.3k", 3140 → "3.1k", 2161000 → "2.16M"; below 1,000 as it is. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size < 1_000) return size >= 100 ? whole.format(value) : upToTwo.format(value);
  for (const [step, letter] of STEPS) {
    // 999,950 would read "1000k": it belongs to the next letter.
    if (size < step * 0.9995) continue;
    return threeDigits(value / step, letter === 'k' ? 1 : 2) + letter;
  }
  return threeDigits(value / 1_000, 1) + 'k';
}

/** Returns `compact` with a sign always: "+18.8k", "−4.1k", "0". */
export function signedCompact(value: number): string {
  if (value === 0) return '0';
  return (value > 0 ? '+' : '\u2212') + compact(Math.abs(value));
}

/** Returns a count with its noun: "1 trade", "2,310 gaps"; `text` is the count as it is to be shown. */
export function counted(count: number, noun: string, text = grouped(count)): string {
  return `${text} ${noun}${count === 1 ? '' : 's'}`;
}

/** Returns "the last minute", "the last 10 minutes". */
export function lastMinutes(minutes: number): string {
  return minutes === 1 ? 'the last minute' : `the last ${counted(minutes, 'minute')}`;
}

/** Returns a rate a second: "105", "7.4", "0.3". */
export function rate(perSecond: number): string {
  return perSecond >= 10 ? whole.format(perSecond) : perSecond.toFixed(1);
}

/** Returns `part` of `whole` in percent with one decimal, or an en dash where there is no whole. */
export function share(part: number, total: number): string {
  return total > 0 ? `${((part / total) * 100).toFixed(1)}%` : '\u2013';
}

/** `most` decimals below ten: a tenth is enough for thousands, millions move slower. */
function threeDigits(value: number, most: 1 | 2): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : most);
}
