/** What takers did in the last ten seconds: YES from the left, NO from the right, one bar. Nothing where nobody could hear it. */
import { compactContracts, contractsCounted } from '../../../format/units.ts';
import { boardFilter, isFiltered } from '../../../state/board-filter.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import { useSelected } from '../../../state/store.ts';
import { SidesBar } from '../../../ui/sides-bar.tsx';

export function RecentSides() {
  const pulse = useFrames((frames) => frames.pulse)?.value;
  // The rows below may be a few of all trades; this bar and the speed never are.
  const isPart = useSelected(boardFilter, isFiltered);
  // Cut off, the last ten seconds are not without trades: they are not known.
  const isKnown = usePanelState()?.isDimmed !== true;
  const yes = isKnown ? pulse?.recentYesVolume : undefined;
  const no = isKnown ? pulse?.recentNoVolume : undefined;
  return (
    <div className="recent-sides num">
      <span
        className="min-w-[5ch] font-semibold text-yes"
        title={yes && `YES taken: ${contractsCounted(yes)}`}
      >
        {yes === undefined ? '–' : compactContracts(yes)}
      </span>
      <SidesBar yes={yes} no={no} label="Taken in the last 10 seconds" />
      <span
        className="min-w-[5ch] text-right font-semibold text-no"
        title={no && `NO taken: ${contractsCounted(no)}`}
      >
        {no === undefined ? '–' : compactContracts(no)}
      </span>
      <span className="whitespace-nowrap text-axis text-text3">
        {isPart ? 'all trades, 10 s' : 'last 10 s'}
      </span>
    </div>
  );
}
