/** When a newer build is offered, and in which words. Pure: session in, words out. */
import type { SessionState } from '../boot/flowboard.ts';

export interface UpdateOffer {
  readonly text: string;
  /** On the button. */
  readonly action: string;
}

const READY: UpdateOffer = { text: 'New version ready', action: 'Update' };
const REPLACED: UpdateOffer = { text: 'Flowboard was updated in another tab', action: 'Reload' };

/** Returns what to offer, or `undefined`: nothing that runs (a replay, an import, an export) is to be cut off. */
export function updateOfferOf({
  update,
  replay,
  isTransferring,
}: Pick<SessionState, 'update' | 'replay' | 'isTransferring'>): UpdateOffer | undefined {
  if (replay !== undefined || isTransferring) return undefined;
  if (update === 'ready') return READY;
  return update === 'replaced' ? REPLACED : undefined;
}
