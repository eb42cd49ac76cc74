/** How the page looks and reads: theme, palette, density, prices, times; with a line that shows what prices and times then look like. */
import { useNow } from '../../state/now.ts';
import { display, updateDisplay } from '../../state/display.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { useStore } from '../../state/store.ts';
import { priceAt } from '../../charts/columns.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SettingRow, SwitchRow } from '../../ui/switch-row.tsx';
import { DENSITIES, FORMS, OUTCOMES, PALETTES, PALETTE_MEANINGS, THEMES, ZONES } from './look-choices.ts';
import { SettingsTitle } from './settings-title.tsx';

/** Of the preview: 64 cents of YES. */
const EXAMPLE = priceAt([6_400], 0);

export function LookSettings() {
  const { theme, palette, density, priceForm, outcome, zone, mergeTape, layout } = useStore(display);
  return (
    <>
      <h2 className="settings-title">Look</h2>
      <SettingRow name="Theme">
        <Segments
          label="Theme"
          options={THEMES}
          value={theme}
          onChange={(next) => updateDisplay({ theme: next })}
        />
      </SettingRow>
      <SettingRow name="Palette" meaning={PALETTE_MEANINGS[palette]}>
        <Segments
          label="Palette"
          options={PALETTES}
          value={palette}
          onChange={(next) => updateDisplay({ palette: next })}
        />
      </SettingRow>
      <SettingRow name="Rows">
        <Segments
          label="Density of rows"
          options={DENSITIES}
          value={density}
          onChange={(next) => updateDisplay({ density: next })}
        />
      </SettingRow>
      <SettingRow name="Sizes of panels">
        <Button
          isSmall
          disabled={Object.keys(layout).length === 0}
          onClick={() => updateDisplay({ layout: {} })}
        >
          Reset layout
        </Button>
      </SettingRow>
      <SettingsTitle part="prices">Prices and times</SettingsTitle>
      <SettingRow name="Price">
        <Segments
          label="Price as"
          options={FORMS}
          value={priceForm}
          onChange={(next) => updateDisplay({ priceForm: next })}
        />
      </SettingRow>
      <SettingRow name="Read first">
        <Segments
          label="Outcome read first"
          options={OUTCOMES}
          value={outcome}
          onChange={(next) => updateDisplay({ outcome: next })}
        />
      </SettingRow>
      <SettingRow name="Time">
        <Segments
          label="Time of"
          options={ZONES}
          value={zone}
          onChange={(next) => updateDisplay({ zone: next })}
        />
      </SettingRow>
      <Preview />
      <SwitchRow
        name="Merge sweeps on the tape"
        meaning="Prints of one taker within 100 ms are one row."
        isOn={mergeTape}
        onChange={(next) => updateDisplay({ mergeTape: next })}
      />
    </>
  );
}

/** A market at 64 cents, and the time now. */
function Preview() {
  const words = useWords();
  const clock = useClock();
  const now = useNow();
  return (
    <p className="settings-preview num">
      <span className="text-text3">Example</span>
      <span>
        <output aria-label="Example of a price">
          {words.mark}
          {words.of(EXAMPLE)}
        </output>{' '}
        · {clock.second(now)} {clock.zone(now)}
      </span>
    </p>
  );
}
