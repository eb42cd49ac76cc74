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
/** Words of the event that go along. */
const MOST_WORDS = 2;
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
    const shared = new Set(own.filter((short) => (users.get(short)?.length ?? 0) > 1));
    if (shared.size === 0) continue;
    const others = [...shared].flatMap((short) => users.get(short) ?? []).filter((each) => each !== ticker);
    const words = ownWords(name, new Set(others.map((each) => nameOf.get(each) ?? '')), ticker);
    const told = own.flatMap((short) => (shared.has(short) ? withWords(short, words) : [short]));
    apart.set(ticker, [...new Set(told)]);
  }
  return apart;
}

/**
 * "Republican · Senate majority", "Republican · Senate", "Rep · Senate majority", "Rep · Senate", "Rep Sen". A number that was cut
 * would be another one: "$97,000 · 01:00", "01:00 $97,000". The last one begins with what tells it apart, should a row's end cut it.
 */
function withWords(short: string, words: readonly string[]): readonly string[] {
  const first = words[0] ?? '';
  const told = [`${short}${SEPARATOR}${words.join(' ')}`, `${short}${SEPARATOR}${first}`];
  if (/\d/.test(`${short}${first}`)) return [...told, `${first} ${short}`];
  return short.length <= MARK ? [...told, `${short} ${first.slice(0, MARK)}`] : told;
}

/** Returns the first words of its event that none of the others has, or the end of its ticker. */
function ownWords(name: string, others: ReadonlySet<string>, ticker: string): readonly string[] {
  const taken = new Set([...others].flatMap(eventWords));
  const words = eventWords(name).filter((word) => !taken.has(word));
  return words.length > 0 ? words.slice(0, MOST_WORDS) : [ticker.slice(ticker.indexOf('-') + 1)];
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
