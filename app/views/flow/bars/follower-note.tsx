/** In a tab that follows: that another one records, and the button that makes this one do it. */
import { Eye } from 'lucide-react';
import { useFlowboard, useIsFollower, useSession } from '../../../state/flowboard-context.tsx';
import { Button } from '../../../ui/button.tsx';

export function FollowerNote() {
  const flowboard = useFlowboard();
  const isFollower = useIsFollower();
  const isTakingOver = useSession((session) => session.isTakingOver);
  if (!isFollower) return null;
  return (
    <div className="follower-note" role="status">
      <span
        className="follower-words"
        title="This tab shows what another tab of this browser records. Settings of the recording, export and erasing are there."
      >
        <Eye size={13} aria-hidden="true" />
        <span>
          Following<span className="follower-why">: another tab records</span>
        </span>
      </span>
      <Button
        isSmall
        look="strong"
        disabled={isTakingOver}
        title="The other tab writes what it has and follows this one."
        onClick={() => {
          flowboard.leadFromHere();
        }}
      >
        {isTakingOver ? 'Taking over…' : 'Lead from this tab'}
      </Button>
    </div>
  );
}
