/** Stretches of time, in whole ms, both ends in them. */

export interface TimeStretch {
  readonly from: number;
  readonly to: number;
}

/** Whether `at` lies in one of `stretches`. */
export function isWithin(stretches: readonly TimeStretch[], at: number): boolean {
  return stretches.some(({ from, to }) => at >= from && at <= to);
}

/** Whether `one` and one of `stretches` have a moment in common. */
export function touchesAny(stretches: readonly TimeStretch[], one: TimeStretch): boolean {
  return stretches.some(({ from, to }) => one.from <= to && one.to >= from);
}

/** Whether all of `one` lies in a single one of `stretches`. */
export function isInside(stretches: readonly TimeStretch[], one: TimeStretch): boolean {
  return stretches.some(({ from, to }) => one.from >= from && one.to <= to);
}

/** Returns what is left of `whole` without `taken`, ascending. */
export function leftOf(whole: TimeStretch, taken: readonly TimeStretch[]): readonly TimeStretch[] {
  const left: TimeStretch[] = [];
  let { from } = whole;
  for (const cut of [...taken].sort((a, b) => a.from - b.from)) {
    if (cut.to < from || cut.from > whole.to) continue;
    if (cut.from > from) left.push({ from, to: cut.from - 1 });
    from = cut.to + 1;
  }
  if (from <= whole.to) left.push({ from, to: whole.to });
  return left;
}
