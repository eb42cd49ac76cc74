/** What can be done with the program itself: install it, where the browser offers that, and let a newer version in. */
import { useFlowboard, useSession } from '../../state/flowboard-context.tsx';
import { install, installOffer } from '../../state/install.ts';
import { useStore } from '../../state/store.ts';
import { tell } from '../../state/tell.ts';
import { updateOfferOf } from '../../state/update.ts';
import { Button } from '../../ui/button.tsx';
import { SettingRow } from '../../ui/switch-row.tsx';

export function ProgramSettings() {
  const { updates } = useFlowboard();
  const isInstallable = useStore(installOffer) !== undefined;
  const update = useSession(updateOfferOf);
  if (!isInstallable && update === undefined) return null;
  return (
    <>
      <h2 className="settings-title">Program</h2>
      {update !== undefined && (
        <SettingRow
          name={update.text}
          meaning="What is received is written first; then the page is loaded anew."
        >
          <Button onClick={() => tell(updates.apply())}>{update.action}</Button>
        </SettingRow>
      )}
      {isInstallable && (
        <SettingRow name="Install" meaning="A window of its own, and recordings open with a double click.">
          <Button onClick={() => tell(install())}>Install app</Button>
        </SettingRow>
      )}
    </>
  );
}
