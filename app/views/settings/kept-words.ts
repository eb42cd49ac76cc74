/** How long recordings stay, in words: "30 days", "3 days and 500 MB". */
import type { Settings } from '../../boot/flowboard.ts';
import { bytes } from '../../format/units.ts';

export function keptWords({ days, bytes: room }: Settings['retention']): string {
  return `${days} ${days === 1 ? 'day' : 'days'}${room === 0 ? '' : ` and ${bytes(room)}`}`;
}
