/**
 * Structured lines to stderr, for machines and for the curious. Only the fields named here can ever be written, so a
 * header, a token, a signature or an address with a query has no way in: what is not on the list is dropped.
 */
import { destination, pino, type DestinationStream } from 'pino';

/** Everything a line may carry. `connection` and `request` are the correlation ids. */
export interface LogFields {
  readonly connection?: string;
  readonly request?: string;
  readonly operation?: string;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly code?: number | string;
  readonly guard?: string;
  readonly reason?: string;
  readonly port?: number;
  readonly seed?: number;
  readonly durationMs?: number;
  readonly waitMs?: number;
  readonly frames?: number;
  readonly bytes?: number;
}

const FIELDS: ReadonlySet<string> = new Set<keyof LogFields>([
  ...(['connection', 'request', 'operation', 'method', 'route', 'status', 'code', 'guard'] as const),
  ...(['reason', 'port', 'seed', 'durationMs', 'waitMs', 'frames', 'bytes'] as const),
]);

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Returns a log that writes lines of `level` and above to `stream` (stderr unless told). */
export function createLog(
  level: string,
  stream: DestinationStream = destination({ dest: 2, sync: true }),
): Log {
  const lines = pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, stream);
  return {
    debug: (event, fields) => lines.debug(allowed(fields), event),
    info: (event, fields) => lines.info(allowed(fields), event),
    warn: (event, fields) => lines.warn(allowed(fields), event),
    error: (event, fields) => lines.error(allowed(fields), event),
  };
}

function allowed(fields: LogFields | undefined): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields ?? {}) as [string, unknown][])
    if (FIELDS.has(name) && (typeof value === 'string' || typeof value === 'number'))
      kept[name] = typeof value === 'string' ? value.slice(0, 200) : value;
  return kept;
}
