/**
 * What a person tells markets, or events, of one name by: the day that the event's ticker names, for that is the day it is about
 * ("26NOV22"); else when they close, by the reader's clock. As short as tells them apart. Pure.
 */
import { clockOf, type Clock } from './time.ts';

/** A market or an event. */
export interface Dated {
  readonly ticker: string;
  readonly closeAt: number | undefined;
}

export interface When {
  /** "22 Nov"; "18:30" where all close on one day; "22 Nov 18:30"; with the year where that is another one. */
  readonly short: string;
  /** The part of it that is enough: "22". */
  readonly least: string;
  /** Of a close with year and zone, for the day of an event has none: "closes 22 Nov 2026 18:30 EST". */
  readonly full: string;
}

const EVENT_DAY = /^[^-]+-(\d\d)([A-Z]{3})(\d\d)/;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Twins come again ten times a second, and dates are dear to spell; more than this many and the memory starts anew. */
const MOST_REMEMBERED = 4_000;
const remembered = new WeakMap<Clock, Map<string, ReadonlyMap<string, When>>>();

/** Returns by ticker what tells each of `twins` from all the others; whom neither day nor close tells is not in it. */
export function whenApart(twins: readonly Dated[], on: Clock): ReadonlyMap<string, When> {
  const ofClock = remembered.get(on) ?? new Map<string, ReadonlyMap<string, When>>();
  remembered.set(on, ofClock);
  // Lists change their order all the time, and each of the twins asks.
  const key = twins
    .map(({ ticker, closeAt }) => `${ticker} ${closeAt ?? ''}`)
    .sort()
    .join();
  const known = ofClock.get(key) ?? spell(twins, on);
  if (ofClock.size >= MOST_REMEMBERED) ofClock.clear();
  ofClock.set(key, known);
  return known;
}

function spell(twins: readonly Dated[], on: Clock): ReadonlyMap<string, When> {
  const days = twins.map(({ ticker }) => dayOf(ticker));
  const ends = twins.map(({ closeAt }) => closeAt);
  let best: readonly (When | undefined)[] = [];
  for (const form of [
    () => whensOf(days, datesOf(days, clockOf('utc')), firstWord),
    () => whensOf(ends, datesOf(ends, on), firstWord, closeOn(on)),
    () => (isOne(ends, on.day) ? whensOf(ends, on.minute, whole, closeOn(on)) : []),
    () => whensOf(ends, isOne(ends, on.year) ? on.dayMinute : on.yearMinute, lastWord, closeOn(on)),
  ]) {
    const told = form();
    if (told.filter(isTold).length > best.filter(isTold).length) best = told;
    if (best.every(isTold) && best.length > 0) break;
  }
  return new Map(
    twins.flatMap(({ ticker }, index) => {
      const when = best[index];
      return when === undefined ? [] : [[ticker, when]];
    }),
  );
}

/** Returns the same for those of `named` that are called as another one is; no ticker may come twice. */
export function whenNamedAlike(
  named: readonly (Dated & { readonly name: string })[],
  on: Clock,
): ReadonlyMap<string, When> {
  const called = new Map<string, Dated[]>();
  for (const each of named) called.set(each.name, [...(called.get(each.name) ?? []), each]);
  return new Map(
    [...called.values()].filter(({ length }) => length > 1).flatMap((twins) => [...whenApart(twins, on)]),
  );
}

type Instants = readonly (number | undefined)[];

/** Returns for each instant its words, where they are no other one's. */
function whensOf(
  at: Instants,
  short: (at: number) => string,
  least: (short: string) => string,
  full: (at: number, short: string) => string = (_, words) => words,
): readonly (When | undefined)[] {
  const shorts = at.map((each) => (each === undefined ? undefined : short(each)));
  const leasts = shorts.map((each) => (each === undefined ? undefined : least(each)));
  return at.map((each, index) => {
    const words = loneOf(shorts, index);
    if (each === undefined || words === undefined) return undefined;
    return { short: words, least: loneOf(leasts, index) ?? words, full: full(each, words) };
  });
}

function loneOf(texts: readonly (string | undefined)[], index: number): string | undefined {
  const text = texts[index];
  return texts.indexOf(text) === texts.lastIndexOf(text) ? text : undefined;
}

function datesOf(at: Instants, on: Clock): (at: number) => string {
  return isOne(at, on.year) ? on.date : (each) => `${on.date(each)} ${on.year(each)}`;
}

function closeOn(on: Clock): (at: number) => string {
  return (at) => `closes ${on.yearMinute(at)} ${on.zone(at)}`;
}

/** Returns true where all instants that are known have the same words. */
function isOne(at: Instants, words: (at: number) => string): boolean {
  return new Set(at.filter((each) => each !== undefined).map(words)).size === 1;
}

/** Returns the day that a ticker names, 0:00 UTC; `undefined` where it names none. */
function dayOf(ticker: string): number | undefined {
  const [, year, month = '', day] = EVENT_DAY.exec(ticker) ?? [];
  const at = Date.UTC(2000 + Number(year), MONTHS.indexOf(month), Number(day));
  // The 31st of February would be a day of March.
  return MONTHS.includes(month) && new Date(at).getUTCDate() === Number(day) ? at : undefined;
}

const isTold = (when: When | undefined): boolean => when !== undefined;
const whole = (text: string): string => text;
const firstWord = (text: string): string => text.slice(0, text.indexOf(' '));
const lastWord = (text: string): string => text.slice(text.lastIndexOf(' ') + 1);
