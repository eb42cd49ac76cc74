/** Reads the command line of the simulated exchange: checked options, or one sentence that says what is wrong. */
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#core/lib/result.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Shape } from './encode.ts';
import { parseFaults, type Fault } from './faults.ts';

export interface Flags {
  readonly port: number | undefined;
  readonly seed: number | undefined;
  readonly rate: number | undefined;
  readonly start: UnixMs | undefined;
  readonly shape: Shape;
  readonly publicKeyFile: string | undefined;
  readonly keyId: string | undefined;
  readonly replayFile: string | undefined;
  readonly speed: number;
  readonly faults: readonly Fault[];
}

const NAMES = [
  'port',
  'seed',
  'rate',
  'start',
  'shape',
  'public-key',
  'key-id',
  'replay',
  'speed',
  'faults',
] as const;
const MOST_RATE = 20_000;
const MOST_SEED = 0xffff_ffff;

export const USAGE = `expected ${NAMES.map((name) => `[--${name} …]`).join(' ')}`;

class Wrong extends Error {}

/** Returns the flags of `argv` (without node and script). */
export function readFlags(argv: readonly string[]): Result<Flags, string> {
  try {
    return ok(read(argv));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function read(argv: readonly string[]): Flags {
  const options = Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
  const text = (name: (typeof NAMES)[number]): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const number = (
    name: (typeof NAMES)[number],
    least: number,
    most: number,
    isWhole: boolean,
  ): number | undefined => {
    const given = text(name);
    if (given === undefined) return undefined;
    const value = Number(given);
    const isFine =
      given.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value));
    if (isFine) return value;
    throw new Wrong(
      `--${name}: expected ${isWhole ? 'an integer' : 'a number'} from ${least} to ${most}, found "${given}"`,
    );
  };
  const publicKeyFile = text('public-key');
  const keyId = text('key-id');
  if ((publicKeyFile === undefined) !== (keyId === undefined)) {
    throw new Wrong('--public-key and --key-id: expected both or none');
  }
  return {
    port: number('port', 0, 65_535, true),
    seed: number('seed', 0, MOST_SEED, true),
    rate: number('rate', 0, MOST_RATE, false),
    start: readStart(text('start')),
    shape: readShape(text('shape')),
    publicKeyFile,
    keyId,
    replayFile: text('replay'),
    speed: number('speed', 0.01, 1_000, false) ?? 1,
    faults: readFaults(text('faults') ?? ''),
  };
}

function readStart(text: string | undefined): UnixMs | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new Wrong(`--start: expected an ISO 8601 instant, found "${text}"`);
  return at as UnixMs;
}

function readShape(text: string | undefined): Shape {
  if (text === undefined || text === 'current') return 'current';
  if (text === 'legacy') return 'legacy';
  throw new Wrong(`--shape: expected current or legacy, found "${text}"`);
}

function readFaults(text: string): readonly Fault[] {
  const faults = parseFaults(text);
  if (!faults.ok) throw new Wrong(`--faults: ${faults.reason}`);
  return faults.value;
}
