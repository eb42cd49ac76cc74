import { err, type Result } from '#core/lib/result.ts';
import type { UnixMs } from '#core/units/time.ts';
import type { Source } from './source.ts';

export function openReplay(file: string, speed: number): Result<{ source: Source; start: UnixMs }, string> {
  return err(`${file} at ${speed}: not yet`);
}
