/** The second bar: the window that rules the page, all markets together, and the brake. Trouble takes the middle. */
import { counted } from '../../../format/number.ts';
import { useFlowboard, useFrames, useStatus, useWant } from '../../../state/flowboard-context.tsx';
import { Segments } from '../../../ui/segments.tsx';
import { FreezeButton } from './freeze-button.tsx';
import { Pulse } from './pulse.tsx';
import { TroubleBanner } from './trouble-banner.tsx';
import { useTrouble } from './use-trouble.ts';

const NOTHING = {};
/** Until the worker has said: the same, so that nothing moves. */
const USUAL_WINDOWS: readonly number[] = [1, 5, 10, 30, 60];

export function SubBar() {
  // Wanted here, not where it is drawn: the tape shows a part of it too.
  useWant('pulse', NOTHING);
  const flowboard = useFlowboard();
  const status = useStatus();
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const trouble = useTrouble();
  return (
    <div className="subbar" role="region" aria-label="All markets">
      <span className="subbar-all text-text2">All markets</span>
      <Segments
        label="Window"
        value={windowMinutes}
        options={(status?.windows ?? USUAL_WINDOWS).map((minutes) => ({
          value: minutes,
          text: `${minutes} m`,
          name: counted(minutes, 'minute'),
        }))}
        onChange={(minutes) => void flowboard.updateSettings({ windowMinutes: minutes })}
      />
      {trouble === undefined ? <Pulse /> : <TroubleBanner trouble={trouble} />}
      <FreezeButton />
    </div>
  );
}
