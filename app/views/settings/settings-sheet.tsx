/** What is in the settings: how the page looks, what counts, what is asked of the exchange, how long recordings stay. */
import { display, updateDisplay, type ThemeChoice } from '../../state/display.ts';
import { useFlowboard, useIsFollower, useSession } from '../../state/flowboard-context.tsx';
import { useStore } from '../../state/store.ts';
import { tell } from '../../state/tell.ts';
import { Segments, type SegmentOption } from '../../ui/segments.tsx';
import { SettingRow, SwitchRow } from '../../ui/switch-row.tsx';
import { ProgramSettings } from './program-settings.tsx';
import { StorageSettings } from './storage-settings.tsx';

const THEMES: readonly SegmentOption<ThemeChoice>[] = [
  { value: 'system', text: 'System' },
  { value: 'dark', text: 'Dark' },
  { value: 'light', text: 'Light' },
];

export function SettingsSheet() {
  const flowboard = useFlowboard();
  const { theme, mergeTape } = useStore(display);
  const settings = useSession((session) => session.settings);
  const isFollower = useIsFollower();
  return (
    <div className="settings">
      <h2 className="settings-title">Look</h2>
      <SettingRow name="Theme">
        <Segments
          label="Theme"
          options={THEMES}
          value={theme}
          onChange={(next) => updateDisplay({ theme: next })}
        />
      </SettingRow>
      <SwitchRow
        name="Merge sweeps on the tape"
        meaning="Prints of one taker within 100 ms are one row."
        isOn={mergeTape}
        onChange={(next) => updateDisplay({ mergeTape: next })}
      />
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
      <h2 className="settings-title">Recording</h2>
      <fieldset disabled={isFollower} className="contents">
        <StorageSettings />
      </fieldset>
      <ProgramSettings />
    </div>
  );
}
