/**
 * Troubles on demand: `name@seconds[:argument]`, comma separated. Seconds count from the start of the exchange; each
 * fault happens once, to every socket that is open then (status429 to every HTTP request and upgrade).
 */
import { err, ok, type Result } from '#core/lib/result.ts';
import { channelNamed } from './subscription.ts';
import type { Session } from './session.ts';

/** What the argument of each fault means, and its default. */
const FAULTS = {
  /** Sequenced frames that are counted but never sent. */
  gap: 1,
  /** Frames that are sent twice. */
  duplicate: 1,
  /** Seconds without a frame, a ping or a pong; then everything held back comes at once. */
  stall: 12,
  /** Close code; 0 cuts the connection without a word. */
  disconnect: 0,
  /** Malformed messages. */
  malformed: 4,
  /** Channel whose subscription ends; all when left out. */
  error10: 0,
  error25: 0,
  /** Seconds in which every request is answered 429. */
  status429: 10,
} as const;

export type FaultName = keyof typeof FAULTS;

export interface Fault {
  readonly name: FaultName;
  readonly afterMs: number;
  /** A number for all but error10 and error25, which name a channel. */
  readonly argument: string | undefined;
}

/** A day. Timers past 24.8 days fire at once. */
const MOST_MS = 86_400_000;

/** Frames that no client should trip over: cut short, no JSON, wrong types, unknown type, hostile keys. */
const MALFORMED = [
  '{"type":"trade","sid":1,"seq":',
  'no json at all',
  '{"type":"trade","sid":"one","seq":null,"msg":{"market_ticker":7,"yes_price_dollars":"NaN","count_fp":"-1"}}',
  '{"type":"something_new","sid":1,"msg":{"note":"<img src=x onerror=alert(1)>"}}',
  '{"type":"ticker","sid":1,"msg":{"__proto__":{"polluted":true},"market_ticker":"X"}}',
  '[]',
] as const;

/** Returns the faults that `spec` names, or what is wrong with it. */
export function parseFaults(spec: string): Result<readonly Fault[], string> {
  const faults: Fault[] = [];
  for (const part of spec.split(',').filter((text) => text.trim() !== '')) {
    const match = /^([a-z0-9]+)@(\d+(?:\.\d+)?)(?::([A-Za-z0-9_]+))?$/.exec(part.trim());
    const name = (Object.keys(FAULTS) as FaultName[]).find((known) => known === match?.[1]);
    if (match === null || name === undefined) {
      const names = Object.keys(FAULTS).join(', ');
      return err(`expected name@seconds[:argument] with a name of ${names}, found "${part}"`);
    }
    const argument = match[3];
    const expected = argument === undefined ? undefined : speaksAgainst(name, argument);
    if (expected !== undefined) {
      return err(`expected ${expected} after "${name}@${match[2] ?? ''}:", found "${argument ?? ''}"`);
    }
    const afterMs = Number(match[2]) * 1000;
    if (afterMs > MOST_MS) return err(`expected at most ${MOST_MS / 1000} seconds, found "${part}"`);
    faults.push({ name, afterMs, argument });
  }
  return ok(faults);
}

/** Returns what `argument` of the fault `name` should have been, `undefined` when it is fine. */
function speaksAgainst(name: FaultName, argument: string): string | undefined {
  const value = Number(argument);
  switch (name) {
    case 'error10':
    case 'error25':
      return channelNamed(argument) === undefined ? 'a channel' : undefined;
    case 'disconnect':
      return value === 0 || isCloseCode(value) ? undefined : 'a close code that may be sent, or 0';
    default:
      return value >= 0 && value * 1000 <= MOST_MS ? undefined : `a number up to ${MOST_MS / 1000}`;
  }
}

/** RFC 6455, section 7.4: 1004 to 1006 are never sent, and nothing between 1015 and 2999 is anybody's to send. */
function isCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return (code >= 1000 && code <= 1014 && !(code >= 1004 && code <= 1006)) || (code >= 3000 && code <= 4999);
}

/** What faults are done to. */
export interface FaultTarget {
  sessions(): Iterable<Session>;
  disconnect(code: number): void;
  /** Answers 429 to everything for `ms`. */
  overload(ms: number): void;
}

/** Plans `faults` from now on. Returns the stopper. */
export function scheduleFaults(faults: readonly Fault[], target: FaultTarget): () => void {
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  for (const fault of faults) later(fault.afterMs, () => commit(fault, target, later));
  return () => {
    for (const timer of timers) clearTimeout(timer);
  };
}

function commit(fault: Fault, target: FaultTarget, later: (ms: number, run: () => void) => void): void {
  const { name } = fault;
  const amount = Number(fault.argument ?? FAULTS[name]);
  if (name === 'disconnect') target.disconnect(amount);
  else if (name === 'status429') target.overload(amount * 1000);
  else for (const session of target.sessions()) commitTo(session, fault, amount, later);
}

function commitTo(
  session: Session,
  fault: Fault,
  amount: number,
  later: (ms: number, run: () => void) => void,
): void {
  switch (fault.name) {
    case 'gap':
      session.dropNext(amount);
      return;
    case 'duplicate':
      session.repeatNext(amount);
      return;
    case 'stall':
      session.stall();
      later(amount * 1000, () => session.resume());
      return;
    case 'malformed':
      for (let count = 0; count < amount; count++) session.sendRaw(MALFORMED[count % MALFORMED.length] ?? '');
      return;
    case 'error10':
      session.breakOff(10, channelNamed(fault.argument ?? ''));
      return;
    case 'error25':
      session.breakOff(25, channelNamed(fault.argument ?? ''));
      return;
    case 'disconnect':
    case 'status429':
      return;
  }
}
