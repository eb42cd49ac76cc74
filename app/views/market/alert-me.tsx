/** The way from a market to a rule about it: opens the form of a new one, filled in. */
import { Bell } from 'lucide-react';
import type { Ticker } from '#core/units/ticker.ts';
import { openAlertForm } from '../../state/alert-form.ts';
import { useIsFollower } from '../../state/flowboard-context.tsx';
import { IconButton } from '../../ui/button.tsx';

export function AlertMe({ ticker }: { ticker: Ticker }) {
  const isFollower = useIsFollower();
  return (
    <IconButton
      label={isFollower ? 'Alert me: only in the tab that records' : 'Alert me…'}
      disabled={isFollower}
      onClick={() => openAlertForm(ticker)}
    >
      <Bell size={16} aria-hidden="true" />
    </IconButton>
  );
}
