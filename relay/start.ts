/**
 * The steps that main.ts and tape-cli.ts share before anything runs: environment, key, home. Each returns a value or
 * one sentence, so that the entries only print and exit.
 */
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '#core/lib/result.ts';
import { readConfig, type Config } from './config.ts';
import { openHome } from './pairing.ts';
import { loadSigner, openSimulatorKey, type Signer } from './signer.ts';

export interface Prepared {
  readonly config: Config;
  readonly signer: Signer;
  readonly token: string;
  /** Only for the simulated exchange: what it checks signatures with. */
  readonly publicKeyPath?: string | undefined;
}

/** Reads `.env` of the working folder where there is one; variables that are already set win. Returns what is wrong with it. */
export function readEnvFile(): string | undefined {
  try {
    process.loadEnvFile('.env');
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return code === 'ENOENT' ? undefined : `The file .env could not be read (${code}).`;
  }
}

/** Returns what a start needs, or every sentence that speaks against it. */
export function prepare(env: NodeJS.ProcessEnv): Result<Prepared, readonly string[]> {
  const read = readConfig(env);
  if (!read.ok) return read;
  const config = read.value;
  const token = openHome(config.home);
  if (!token.ok) return err([token.reason]);
  const common = { config, token: config.fixedToken ?? token.value };
  if (config.key === undefined) {
    const made = openSimulatorKey(config.home);
    return made.ok ? ok({ ...common, ...made.value }) : err([made.reason]);
  }
  const signer = loadSigner(config.key.id, config.key.source, env);
  delete env['KALSHI_API_SECRET']; // the signer has it now; nothing started from here may
  return signer.ok ? ok({ ...common, signer: signer.value }) : err([signer.reason]);
}

/** Returns the version in package.json. */
export function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const parsed = JSON.parse(text) as { readonly version: string };
  return parsed.version;
}
