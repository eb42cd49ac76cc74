/**
 * Shorter and shorter names for a tile. A market's name is "outcome · event" ("$97,000 or above · Bitcoin price at 01:00"),
 * or its ticker re-spelled when REST is silent. What tells markets apart, strike or outcome, is the last thing to go.
 */

const SEPARATOR = ' · ';
/** The worker cuts long names; a cut word says nothing. */
const CUT = /\s*\S*…$/;
/** Shortening would leave one of a pair. */
const QUOTES = /["“”„«»]/g;
const ARTICLE = /^(?:the|a|an)$/i;
/** "Detroit at Dallas", "Los Angeles D vs San Diego Winner?". */
const MATCH = /^(.+?) (?:at|vs\.?|v|@) (.+?)(?: winner)?$/i;
/** Where an event's subject ends and its date or place in time begins. */
const SUBJECT_END =
  /,| (?:by|at|on|before|after|until|this|in (?=\S*\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)) ?/i;

/** Returns names for a tile, longest first, at least one for any name with a letter or digit. */
export function tileNames(name: string): readonly string[] {
  const [outcome = '', ...rest] = name.replace(CUT, '').replace(QUOTES, '').split(SEPARATOR);
  const event = rest.join(SEPARATOR).replace(/\?$/, '');
  const names =
    event === ''
      ? oneNameOf(outcome)
      : /\d/.test(outcome)
        ? strikesOf(outcome, event)
        : outcomesOf(outcome, event);
  return [...new Set(names.map((text) => text.trim()))].filter((text) => /[\p{L}\p{N}]/u.test(text));
}

/** Returns the strike in signs: "≥ $97,000", "≤ 40", "46°–48°". */
export function strikeOf(outcome: string): string {
  return outcome
    .replace(/^(?:at least|above|over|more than) /i, (words) => (/least/i.test(words) ? '≥ ' : '> '))
    .replace(/^(.+?) or (?:above|more|higher)$/i, '≥ $1')
    .replace(/^(.+?) or (?:below|less|lower|fewer)$/i, '≤ $1')
    .replace(/(\d\S*) to (\S*\d)/, '$1–$2');
}

function strikesOf(outcome: string, event: string): readonly string[] {
  const strike = strikeOf(outcome);
  const subject = subjectOf(event);
  const words = subject.split(' ');
  const first = words.find((word) => !ARTICLE.test(word)) ?? words[0] ?? '';
  return [
    `${subject} ${strike}`,
    `${first} ${strike}`,
    `${first.slice(0, 3)} ${strike}`,
    strike,
    strike.replace(/^[≥≤>] /, ''),
  ];
}

/** Returns who meets whom: "Detroit at Dallas" is Detroit and Dallas; `undefined` where nobody does. */
export function matchOf(event: string): readonly [one: string, other: string] | undefined {
  const [, one, other] = MATCH.exec(event) ?? [];
  return one === undefined || other === undefined ? undefined : [one, other];
}

function outcomesOf(outcome: string, event: string): readonly string[] {
  const [one = '', other = ''] = matchOf(event) ?? [];
  const opponent = outcome === one ? other : outcome === other ? one : undefined;
  const whole = opponent === undefined ? `${outcome} · ${subjectOf(event)}` : `${outcome} v ${opponent}`;
  const words = outcome.split(' ');
  // "J. Okafor" is known by "Oka", not by "J."
  const known = words.find((word) => word.length > 2) ?? outcome;
  return [whole, outcome, words.at(-1) ?? outcome, known.slice(0, 3)];
}

/** A name in one piece: a re-spelled ticker keeps series and last part, which is its strike or outcome. */
function oneNameOf(name: string): readonly string[] {
  const words = name.replace(/\?$/, '').split(/\s+/);
  const first = words[0] ?? '';
  if (words.length < 2) return [name, first.slice(0, 3)];
  const last = words.at(-1) ?? '';
  return [words.join(' '), `${first} ${last}`, `${first.slice(0, 3)} ${last}`, last];
}

function subjectOf(event: string): string {
  const end = SUBJECT_END.exec(event)?.index ?? event.length;
  return end < 3 ? event : event.slice(0, end);
}
