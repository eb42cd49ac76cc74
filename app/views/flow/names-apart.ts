/**
 * Names for markets that would read alike side by side: two events may each have a "Republican". Such a name takes along the
 * words that only its own event has; where words do not tell them apart, when it is (when-apart.ts); else a part of its ticker.
 * Two events of one title are told apart in all of their markets. Of "Denver v Boston" beside "Boston v Denver" of one game nobody
 * knows what YES is: they become "Denver beats Boston" and "Boston beats Denver". Pure.
 */
import { whenApart, type Dated } from '../../format/when-apart.ts';
import type { Clock } from '../../format/time.ts';
import { matchOf } from './heat/heat-name.ts';
import { shortNames } from './short-name.ts';

/** A market as a list names it. */
export interface NamedMarket extends Dated {
  readonly name: string;
}

/** How a market is told from those beside it. */
export interface Apart {
  /** The fullest first. */
  readonly names: readonly string[];
  /** What the words of its whole name do not say, in full: "closes 22 Nov 2026 18:30 EST"; empty where they say enough. */
  readonly mark: string;
}

const SEPARATOR = ' · ';
/** Letters of a mark; fewer are no word that tells anything. */
const MARK = 3;
const DAY_FIRST = /^\d\d[A-Z]{3}\d\d(.*)$/;

/** Returns names by ticker for those of `markets` that share a short name with another one; the others are not in it. */
export function namesApart(markets: Iterable<NamedMarket>, on: Clock): ReadonlyMap<string, Apart> {
  const known = new Map([...markets].map((market) => [market.ticker, market]));
  const users = new Map<string, NamedMarket[]>();
  for (const market of known.values())
    for (const short of shortNames(market.name)) users.set(short, [...(users.get(short) ?? []), market]);
  const titled = groupByTitle(known.values());
  const apart = new Map<string, Apart>();
  for (const market of known.values()) {
    const own = shortNames(market.name);
    const mirrored = mirroredIn(own[0] ?? '', users, market);
    const othersOf = (short: string) => (users.get(short) ?? []).filter((each) => each !== market);
    const namesakes = namesakesOf(market, titled);
    if (own.every((short) => othersOf(short).length === 0) && namesakes.length === 0) {
      if (mirrored !== undefined) apart.set(market.ticker, { names: own.map(mirrored), mark: '' });
      continue;
    }
    const told = own.map((short) => ({ short, ...tellingOf(market, othersOf(short), namesakes, on) }));
    const names = told.flatMap((each, index) => {
      const isLast = index === told.length - 1;
      return each.mark === undefined ? withWords(each, isLast) : withMark(each, each.mark, isLast);
    });
    const marked = told.find(({ mark }) => mark !== undefined);
    const plain = mirrored === undefined ? names : names.map(mirrored);
    apart.set(market.ticker, { names: [...new Set(plain)], mark: marked?.mark?.full ?? '' });
  }
  return apart;
}

/** Markets by the title of their event, whoever of two teams stands first in it. */
function groupByTitle(markets: Iterable<NamedMarket>): ReadonlyMap<string, readonly NamedMarket[]> {
  const titled = new Map<string, NamedMarket[]>();
  for (const market of markets) {
    const title = titleOf(market);
    if (title !== undefined) titled.set(title, [...(titled.get(title) ?? []), market]);
  }
  return titled;
}

function titleOf({ name }: NamedMarket): string | undefined {
  const event = name.split(SEPARATOR).slice(1).join(SEPARATOR);
  if (event === '') return undefined;
  return [...(matchOf(event) ?? [event])].sort().join(SEPARATOR);
}

/** Returns one market of each other event that has the title of this one's: "Dallas" of tomorrow's "Atlanta at Dallas" for "Atlanta" of today's. */
function namesakesOf(
  market: NamedMarket,
  titled: ReadonlyMap<string, readonly NamedMarket[]>,
): readonly NamedMarket[] {
  const alike = titled.get(titleOf(market) ?? '') ?? [];
  const own = eventOf(market);
  const byEvent = new Map(alike.map((each) => [eventOf(each), each]));
  return [...byEvent].flatMap(([event, each]) => (event === own ? [] : [each]));
}

function eventOf({ ticker }: NamedMarket): string {
  return ticker.slice(0, Math.max(0, ticker.lastIndexOf('-')));
}

const VERSUS = /^(.+) v (.+)$/;

/** Returns how its names say who wins, where the other side of its game is listed too. */
function mirroredIn(
  name: string,
  users: ReadonlyMap<string, readonly NamedMarket[]>,
  market: NamedMarket,
): ((name: string) => string) | undefined {
  const [, one, other] = VERSUS.exec(name) ?? [];
  if (one === undefined || other === undefined) return undefined;
  const isListed = users.get(`${other} v ${one}`)?.some((each) => eventOf(each) === eventOf(market)) === true;
  return isListed ? (each) => each.replace(`${one} v ${other}`, `${one} beats ${other}`) : undefined;
}

/** Returns the whole name of a market, with what it does not say. */
export function wholeName(name: string, apart: Apart | undefined): string {
  return apart === undefined || apart.mark === '' ? name : `${name}${SEPARATOR}${apart.mark}`;
}

interface Telling {
  readonly short: string;
  /** Words of its event, together in none of those that words tell it from; none where it shares its short name with nobody. */
  readonly needed: readonly string[];
  /** One more that none of the others has. */
  readonly more: string | undefined;
  /** What tells it from those that have all of its words; `undefined` where there are none. */
  readonly mark: Mark | undefined;
}

interface Mark {
  /** The fullest first: "22 Nov"; of a ticker "26NOV22DENBOSG2-DEN" and "2", or its series. */
  readonly texts: readonly string[];
  readonly least: string;
  readonly full: string;
}

/**
 * "Republican · Senate majority", "Republican · Senate", "Rep · Senate majority", "Rep · Senate", "Rep Sen". A number that was cut
 * would be another one: "$97,000 · 01:00", "01:00 $97,000". The last one begins with what tells it apart, should a row's end cut it.
 */
function withWords({ short, needed, more }: Telling, isLast: boolean): readonly string[] {
  if (needed.length === 0) return [short];
  const least = needed.join(' ');
  const told = [
    ...(more === undefined ? [] : [`${short}${SEPARATOR}${least} ${more}`]),
    `${short}${SEPARATOR}${least}`,
  ];
  if (/\d/.test(`${short}${least}`)) return isLast ? [...told, `${least} ${short}`] : told;
  return short.length <= MARK && needed.length === 1 ? [...told, `${short} ${least.slice(0, MARK)}`] : told;
}

/**
 * "Denver v Boston · 22 Nov", "Denver · 22 Nov", "Den · 22 Nov"; of the last short name "22 Nov Den" and "Den 22" too. Beside a third one
 * "Den Bos 22", "18:30 Den Bos".
 */
function withMark({ short, needed }: Telling, { texts, least }: Mark, isLast: boolean): readonly string[] {
  const told = texts.map((text) => `${short}${SEPARATOR}${[...needed, text].join(' ')}`);
  if (!isLast) return told;
  const text = texts.at(-1) ?? '';
  told.push([text, short, ...needed].join(' '));
  if (short.length > MARK || /\d/.test(short)) return told;
  const code = [short, ...needed.map((word) => word.slice(0, MARK))].join(' ');
  return [...told, least === text ? `${text} ${code}` : `${code} ${least}`];
}

/** Returns as few words of its event as tell it from each of the others, and when it is where they do not, or where `namesakes` are listed. */
function tellingOf(
  market: NamedMarket,
  others: readonly NamedMarket[],
  namesakes: readonly NamedMarket[],
  on: Clock,
): Omit<Telling, 'short'> {
  const mine = eventWords(market.name);
  const events = new Set(namesakes.map(eventOf));
  const theirs = others
    .filter((other) => !events.has(eventOf(other)))
    .map((other) => ({ other, words: new Set(eventWords(other.name)) }));
  const needed: string[] = [];
  let left = theirs;
  while (left.length > 0) {
    const lacking = (word: string): number => left.filter(({ words }) => !words.has(word)).length;
    const best = mine.reduce<string | undefined>(
      (found, word) => (lacking(word) > (found === undefined ? 0 : lacking(found)) ? word : found),
      undefined,
    );
    if (best === undefined) break;
    needed.push(best);
    left = left.filter(({ words }) => words.has(best));
  }
  const twins = [...left.map(({ other }) => other), ...namesakes];
  if (twins.length > 0) {
    return { needed, more: undefined, mark: markOf(market, twins, on) };
  }
  const more = mine.find((word) => !needed.includes(word) && theirs.every(({ words }) => !words.has(word)));
  return { needed, more, mark: undefined };
}

function markOf(market: NamedMarket, twins: readonly NamedMarket[], on: Clock): Mark {
  const when = whenApart([market, ...twins], on).get(market.ticker);
  if (when !== undefined) return { texts: [when.short], least: when.least, full: when.full };
  const [series, code] = cutOf(market);
  if (twins.some((twin) => cutOf(twin)[1] === code)) return { texts: [series], least: series, full: series };
  const others = twins.map((twin) => partsOf(cutOf(twin)[1]));
  const own = partsOf(code).find((part) => others.every((parts) => !parts.includes(part))) ?? code;
  return { texts: [...new Set([code, own])], least: own, full: code };
}

/** "KXGAME-26NOV22DENBOSG2-DEN" is GAME and 26NOV22DENBOSG2-DEN. */
function cutOf({ ticker }: NamedMarket): readonly [series: string, rest: string] {
  const dash = ticker.indexOf('-');
  return [ticker.slice(0, dash).replace(/^KX/, ''), ticker.slice(dash + 1)];
}

/** "26NOV22DENBOSG2-DEN" is 26, NOV, 22, DENBOSG, 2, DEN. */
function partsOf(code: string): readonly string[] {
  return code.match(/\d+(?:\.\d+)?|[^\W\d_]+/g) ?? [];
}

/**
 * The words of a name that are its event's; a ticker in words has them between its series and its outcome, and its day is no word:
 * of "GAME 26NOV22DALDEN TIE" it is "DALDEN".
 */
function eventWords(name: string): readonly string[] {
  const [spelled = '', ...event] = name.split(SEPARATOR);
  if (event.length === 0)
    return spelled
      .split(' ')
      .slice(1, -1)
      .map((word) => DAY_FIRST.exec(word)?.[1] ?? word)
      .filter((word) => word !== '');
  const own = new Set(spelled.split(' '));
  return event
    .join(' ')
    .replace(/[?,"“”]/g, '')
    .split(/\s+/)
    .filter((word) => /\d|\p{L}{3}/u.test(word) && !own.has(word) && !word.endsWith('…'));
}
