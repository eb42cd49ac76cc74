/**
 * Who may speak to the relay. Loopback is no wall: any page in the same browser can reach it, and a rebound host name
 * looks like ours. So every request needs the exact Host, every socket and every non-GET the exact Origin (absent is
 * refused), and data needs the token. Pure over the request's head: nothing here reads a body or answers.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export type GuardName = 'host' | 'origin' | 'fetch-site' | 'token';

/** The part of a request that the guards look at. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

export type Verdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'refuse'; readonly guard: GuardName; readonly status: number; readonly message: string };

export interface Guards {
  /** Judges every HTTP request, before anything else looks at it. */
  request(head: RequestHead): Verdict;
  /** Judges the bearer token of an /api request. */
  bearer(head: RequestHead): Verdict;
  /** Judges the head of any WebSocket upgrade, without the token. */
  upgrade(head: RequestHead): Verdict;
  /** Judges the subprotocols of /feed: `flowboard.v1` and `token.<TOKEN>`. */
  feedToken(head: RequestHead): Verdict;
}

export interface GuardOptions {
  /** The port that is really listened on; asked at each request because 0 is settled only after listening. */
  readonly port: () => number;
  readonly token: string;
  /** For test builds only: proves that each guard's test fails without it. No variable leads here. */
  readonly disabled?: ReadonlySet<GuardName> | undefined;
}

export const FEED_PROTOCOL = 'flowboard.v1';
const TOKEN_PREFIX = 'token.';
const PASS: Verdict = { kind: 'pass' };

/** Returns the guards of one relay. */
export function createGuards({ port, token, disabled = new Set() }: GuardOptions): Guards {
  const host = (): string => `127.0.0.1:${port()}`;
  const isRight = createTokenCheck(token);
  const refuse = (guard: GuardName, status: number, message: string): Verdict =>
    disabled.has(guard) ? PASS : { kind: 'refuse', guard, status, message };

  const checkHost = (head: RequestHead): Verdict => {
    const hosts = valuesOf(head, 'host');
    // An absolute-form request line would carry a second host name past the header.
    if (hosts.length === 1 && hosts[0] === host() && head.url?.startsWith('/') === true) return PASS;
    return refuse('host', 421, `Expected the address http://${host()}/.`);
  };
  const checkOrigin = (head: RequestHead, isNeeded: boolean): Verdict => {
    const origins = valuesOf(head, 'origin');
    if (origins.length === 1 && origins[0] === `http://${host()}`) return PASS;
    if (origins.length === 0 && !isNeeded) return PASS;
    return refuse('origin', 403, `Expected the Origin http://${host()}.`);
  };

  return {
    request(head) {
      const alias = aliasRedirect(head, port());
      if (alias !== undefined) return { kind: 'redirect', location: `http://${host()}${alias}` };
      const isRead = head.method === 'GET' || head.method === 'HEAD';
      const verdict = firstRefusal(checkHost(head), checkOrigin(head, !isRead));
      if (verdict.kind !== 'pass' || isFromOwnPage(head)) return verdict;
      return refuse('fetch-site', 403, 'Expected a request from the board itself, not from another site.');
    },
    bearer(head) {
      const [scheme, given, ...rest] = valuesOf(head, 'authorization').join(' ').split(' ');
      if (scheme === 'Bearer' && given !== undefined && rest.length === 0 && isRight(given)) return PASS;
      return refuse('token', 401, 'Expected the token of a paired page: open the address the relay prints.');
    },
    upgrade: (head) => firstRefusal(checkHost(head), checkOrigin(head, true)),
    feedToken(head) {
      const protocols = feedProtocols(head);
      const tokens = protocols.filter((protocol) => protocol.startsWith(TOKEN_PREFIX));
      const given = tokens[0]?.slice(TOKEN_PREFIX.length);
      if (protocols.includes(FEED_PROTOCOL) && tokens.length === 1 && given !== undefined && isRight(given))
        return PASS;
      return refuse('token', 401, `Expected the subprotocols ${FEED_PROTOCOL} and token.<TOKEN>.`);
    },
  };
}

/** Returns a check in constant time: both sides are hashed, so that neither length nor content shows in the time. */
export function createTokenCheck(secret: string): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function firstRefusal(...verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((verdict) => verdict.kind !== 'pass') ?? PASS;
}

/** Reads rawHeaders because Node's own map silently keeps only the first of two Host headers. */
function valuesOf({ rawHeaders }: RequestHead, name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.toLowerCase() === name) values.push(rawHeaders[at + 1] ?? '');
  return values;
}

/** A person who typed `localhost` is led to the one origin that holds their data; anything else there is refused. */
function aliasRedirect(head: RequestHead, port: number): string | undefined {
  const hosts = valuesOf(head, 'host');
  const isAlias = head.method === 'GET' && hosts.length === 1 && hosts[0] === `localhost:${port}`;
  const mode = valuesOf(head, 'sec-fetch-mode')[0];
  const path = head.url ?? '';
  return isAlias && (mode === undefined || mode === 'navigate') && /^\/(\?|$)/.test(path) ? path : undefined;
}

/** Browsers say where a request comes from; other programs say nothing and are judged by Host, Origin and token. */
function isFromOwnPage(head: RequestHead): boolean {
  const path = pathOf(head);
  const isPrivate = path === '/pair' || path.startsWith('/api');
  const isStatus = path === '/health' || path === '/metrics';
  const sites = valuesOf(head, 'sec-fetch-site');
  if (sites.length === 0 || (!isPrivate && !isStatus)) return true;
  return sites.every((site) => site === 'same-origin' || (isStatus && site === 'none'));
}

/** As the routes read it: letters of either case and slashes at the end make no difference. */
function pathOf({ url = '' }: RequestHead): string {
  const [path = ''] = url.split('?');
  return path.toLowerCase().replace(/(?<=.)\/+$/, '');
}

function feedProtocols(head: RequestHead): string[] {
  return valuesOf(head, 'sec-websocket-protocol')
    .join(',')
    .split(',')
    .map((protocol) => protocol.trim());
}
