/**
 * What is in the settings: how the page looks and reads, its keys, what counts, what is asked of the exchange, how long
 * recordings stay; and all of it as a file.
 */
import { useFlowboard, useIsFollower, useSession } from '../../state/flowboard-context.tsx';
import { tell } from '../../state/tell.ts';
import { SwitchRow } from '../../ui/switch-row.tsx';
import { KeySettings } from './key-settings.tsx';
import { LookSettings } from './look-settings.tsx';
import { ProgramSettings } from './program-settings.tsx';
import { SettingsFilePart } from './settings-file-part.tsx';
import { SettingsTitle } from './settings-title.tsx';
import { StorageSettings } from './storage-settings.tsx';

export function SettingsSheet() {
  const flowboard = useFlowboard();
  const settings = useSession((session) => session.settings);
  const isFollower = useIsFollower();
  return (
    <div className="settings">
      <LookSettings />
      <KeySettings />
      <h2 className="settings-title">Data</h2>
      <SwitchRow
        name="Show combo markets"
        meaning="Bets on several markets at once. Always recorded."
        isOn={settings.includeCombos}
        onChange={(next) => tell(flowboard.updateSettings({ includeCombos: next }))}
      />
      {isFollower && (
        <p className="settings-note">Another tab records. Lead from this tab to change what follows.</p>
      )}
      <SwitchRow
        isDisabled={isFollower}
        name="Ask the exchange for names (REST)"
        meaning="Names, categories, closing times, trades missed while away."
        isOn={settings.restEnabled}
        onChange={(next) => tell(flowboard.setRestEnabled(next))}
      />
      <SettingsTitle part="recording">Recording</SettingsTitle>
      <fieldset disabled={isFollower} className="contents">
        <StorageSettings />
      </fieldset>
      <SettingsFilePart />
      <ProgramSettings />
    </div>
  );
}
