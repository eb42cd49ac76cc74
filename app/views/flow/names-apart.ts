/**
 * Names for markets that would read alike side by side: two events may each have a "Republican". Such a name takes along the
 * words that only its own event has, or, where words do not tell them apart, the last part of its ticker. Pure.
 */
import { shortNames } from './short-name.ts';

/** A market as a list names it. */
export interface NamedMarket {
  readonly ticker: string;
  readonly name: string;
}

const SEPARATOR = ' · ';
/** Letters of a mark; fewer are no word that tells anything. */
const MARK = 3;
const DAY_FIRST = /^(\d\d[A-Z]{3}\d\d)(.+)$/;

/** Returns names, the fullest first, by ticker, for those of `markets` that share a short name with another one; the others are not in it. */
export function namesApart(markets: Iterable<NamedMarket>): ReadonlyMap<string, readonly string[]> {
  const nameOf = new Map([...markets].map(({ ticker, name }) => [ticker, name]));
  const users = new Map<string, string[]>();
  for (const [ticker, name] of nameOf)
    for (const short of shortNames(name)) users.set(short, [...(users.get(short) ?? []), ticker]);
  const apart = new Map<string, readonly string[]>();
  for (const [ticker, name] of nameOf) {
    const own = shortNames(name);
    const othersOf = (short: string) => (users.get(short) ?? []).filter((each) => each !== ticker);
    if (own.every((short) => othersOf(short).length === 0)) continue;
    const told = own.flatMap((short) => {
      const others = othersOf(short);
      return others.length === 0
        ? [short]
        : withWords(
            short,
            ownWords(
              name,
              others.map((each) => nameOf.get(each) ?? ''),
            ),
            ticker,
          );
    });
    apart.set(ticker, [...new Set(told)]);
  }
  return apart;
}

interface OwnWords {
  /** Together in none of the others; none where all words are the same. */
  readonly needed: readonly string[];
  /** One more that none of the others has. */
  readonly more: string | undefined;
}

/**
 * "Republican · Senate majority", "Republican · Senate", "Rep · Senate majority", "Rep · Senate", "Rep Sen". A number that was cut
 * would be another one: "$97,000 · 01:00", "01:00 $97,000". The last one begins with what tells it apart, should a row's end cut it.
 */
function withWords(short: string, { needed, more }: OwnWords, ticker: string): readonly string[] {
  const least = needed.length > 0 ? needed.join(' ') : ticker.slice(ticker.indexOf('-') + 1);
  const told = [
    ...(more === undefined ? [] : [`${short}${SEPARATOR}${least} ${more}`]),
    `${short}${SEPARATOR}${least}`,
  ];
  if (/\d/.test(`${short}${least}`)) return [...told, `${least} ${short}`];
  return short.length <= MARK && needed.length === 1 ? [...told, `${short} ${least.slice(0, MARK)}`] : told;
}

/** Returns as few words of its event as tell it from each of the others. */
function ownWords(name: string, others: readonly string[]): OwnWords {
  const mine = eventWords(name);
  const theirs = others.map((other) => new Set(eventWords(other)));
  const needed: string[] = [];
  for (let left = theirs; left.length > 0;) {
    const lacking = (word: string): number => left.filter((words) => !words.has(word)).length;
    const best = mine.reduce<string | undefined>(
      (found, word) => (lacking(word) > (found === undefined ? 0 : lacking(found)) ? word : found),
      undefined,
    );
    if (best === undefined) return { needed: [], more: undefined };
    needed.push(best);
    left = left.filter((words) => words.has(best));
  }
  const more = mine.find((word) => !needed.includes(word) && theirs.every((words) => !words.has(word)));
  return { needed, more };
}

/** The words of a name that are its event's; a ticker in words has them between its series and its outcome: "GAME 26NOV22DALDEN TIE". */
function eventWords(name: string): readonly string[] {
  const [spelled = '', ...event] = name.split(SEPARATOR);
  if (event.length === 0)
    return spelled
      .split(' ')
      .slice(1, -1)
      .flatMap((word) => {
        const [, day = '', rest = ''] = DAY_FIRST.exec(word) ?? [];
        return day === '' ? [word] : [rest, day];
      });
  const own = new Set(spelled.split(' '));
  return event
    .join(' ')
    .replace(/[?,"“”]/g, '')
    .split(/\s+/)
    .filter((word) => /\d|\p{L}{3}/u.test(word) && !own.has(word) && !word.endsWith('…'));
}
