/** The one sentence over the heatmap while its book is not there, or not followed. Pure. */
import type { HeatmapPhase } from '#contract/heatmap.ts';
import { isCutOff, type PanelState } from '../../../state/panel-state.ts';

/** Returns it; empty when the picture speaks for itself. `state` is the panel's: what is lost with the connection is not being rebuilt. */
export function coverWords(phase: HeatmapPhase, state: PanelState | undefined): string {
  // A recording has no book that may still come, and the picture says where none was recorded.
  if (state?.kind === 'replay') return phase === 'gap' ? 'The book is not known here' : '';
  switch (phase) {
    case 'live':
      return '';
    case 'gap':
      return isCutOff(state) ? `${state.word}: the book is not followed` : 'Rebuilding the book';
    case 'waiting':
      return isCutOff(state) ? `${state.word}: no book can come` : 'Waiting for the first book';
    case 'empty':
      return isCutOff(state) ? `${state.word}: no book can come` : 'No order book has come for this market';
  }
}
