/**
 * What a page may say to the exchange on the socket: four commands that choose what to hear, none that acts. A command
 * is parsed, checked and written again, so what was checked is what is sent. Refusals become an error frame of the
 * exchange's own shape, `{"id":7,"type":"error","msg":{"code":5,"msg":"..."}}`, so that the page has one error path.
 */
import { err, ok, type Result } from '#core/lib/result.ts';

const COMMANDS: ReadonlySet<unknown> = new Set([
  'subscribe',
  'unsubscribe',
  'update_subscription',
  'list_subscriptions',
]);
const KEYS: ReadonlySet<string> = new Set(['id', 'cmd', 'params']);

/** The exchange's codes that fit (docs/protocol.md, error codes). */
const UNREADABLE = 1;
const UNKNOWN_COMMAND = 5;
export const TOO_MANY = 27;

/** Returns the text to send to the exchange, or the error frame to send back to the page. */
export function checkCommand(text: string): Result<string, string> {
  const command = parseObject(text);
  if (command === undefined) return err(errorFrame(undefined, UNREADABLE, 'Expected one JSON object.'));
  const { id, cmd, params } = command;
  if (id !== undefined && !(Number.isSafeInteger(id) && Number(id) >= 0))
    return err(errorFrame(undefined, UNREADABLE, 'Expected a whole number as id.'));
  if (!COMMANDS.has(cmd)) return err(errorFrame(id, UNKNOWN_COMMAND, 'The relay passes on no such command.'));
  if (!Object.keys(command).every((key) => KEYS.has(key)) || !areParams(params))
    return err(
      errorFrame(id, UNREADABLE, 'Expected id, cmd and params only, params of plain values and lists.'),
    );
  return ok(JSON.stringify({ id, cmd, params }));
}

/** Returns an error frame in the exchange's shape; the id of the command, when it had one, makes it findable. */
export function errorFrame(id: unknown, code: number, message: string): string {
  return JSON.stringify({
    id: Number.isSafeInteger(id) ? id : undefined,
    type: 'error',
    msg: { code, msg: message },
  });
}

/** Returns the command's id where there is one, for the refusal of a command that is not looked at further. */
export function commandId(text: string): unknown {
  return parseObject(text)?.['id'];
}

/** No command nests deeper than a list; 64 KiB of brackets would overflow the stack when written again. */
function areParams(params: unknown): boolean {
  if (params === undefined) return true;
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return false;
  const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
  return Object.values(params).every((value) =>
    Array.isArray(value) ? value.every(isPlain) : isPlain(value),
  );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
