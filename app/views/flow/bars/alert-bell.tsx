/** The bell: how many alerts nobody has looked at yet. Opens them where there are some, else the rules. */
import { useEffect } from 'react';
import { Bell } from 'lucide-react';
import { counted } from '../../../format/number.ts';
import { alertPlace } from '../../../state/alert-form.ts';
import { followSeen } from '../../../state/alerts-seen.ts';
import { useUnseen } from '../../../state/alerts.ts';
import { openDialog } from '../../../state/dialogs.ts';
import { IconButton } from '../../../ui/button.tsx';

/** The icon has room for one figure; the button's name has the exact count. */
const MOST = 9;

export function AlertBell() {
  const unseen = useUnseen();
  useEffect(followSeen, []);
  const open = (): void => {
    alertPlace.set({ tab: unseen > 0 ? 'history' : 'rules', market: undefined });
    openDialog('alerts');
  };
  return (
    <IconButton
      label={unseen === 0 ? 'Alerts' : `Alerts: ${counted(unseen, 'new one')}`}
      className="alert-bell"
      onClick={open}
    >
      <Bell size={16} aria-hidden="true" />
      {unseen > 0 && (
        <span className="alert-count num" aria-hidden="true">
          {unseen > MOST ? `${MOST}+` : unseen}
        </span>
      )}
    </IconButton>
  );
}
