/** How alerts reach the reader: quiet hours, sound, and the browser's leave to notify. */
import { useId, useState } from 'react';
import type { QuietHours } from '#core/market/alerts/rule.ts';
import { clockOf } from '../../format/time.ts';
import type { AlertRules } from '../../state/alerts.ts';
import { Button } from '../../ui/button.tsx';
import { SettingRow, SwitchRow } from '../../ui/switch-row.tsx';
import { askPermission, permission } from './system-notice.ts';
import { play } from './tone.ts';

const NIGHT: QuietHours = { fromMinute: 22 * 60, toMinute: 7 * 60 };

export function OptionsTab({ rules }: { rules: AlertRules }) {
  const { quiet, isSoundOn } = rules;
  // Its zone may change with the season, not while one reads.
  const [localZone] = useState(() => clockOf('local').zone(Date.now()));
  return (
    <>
      <SwitchRow
        name="Sound"
        meaning="A short tone, another one for each severity. At most one a second."
        isOn={isSoundOn}
        onChange={(isOn) => rules.change({ isSoundOn: isOn })}
      />
      <SettingRow name="Test" meaning="News, a market about to close, a silent feed.">
        <div className="flex flex-wrap gap-2">
          <Button isSmall onClick={() => play('news')}>
            Play news
          </Button>
          <Button isSmall onClick={() => play('warning')}>
            Play warning
          </Button>
          <Button isSmall onClick={() => play('urgent')}>
            Play urgent
          </Button>
        </div>
      </SettingRow>
      <SwitchRow
        name="Quiet hours"
        meaning="Alerts go to the history alone: no toast, no sound, no notification."
        isOn={quiet !== undefined}
        onChange={(isOn) => rules.change({ quiet: isOn ? NIGHT : undefined })}
      />
      {quiet !== undefined && (
        <SettingRow
          name="From and to"
          meaning={`By this computer’s clock (${localZone}), whatever zone is chosen; may go over midnight.`}
        >
          <div className="grid justify-items-end gap-1">
            <div className="flex items-center gap-2">
              <TimeField
                label="Quiet from"
                minute={quiet.fromMinute}
                onChange={(fromMinute) => rules.change({ quiet: { ...quiet, fromMinute } })}
              />
              <span className="text-text2">to</span>
              <TimeField
                label="Quiet to"
                minute={quiet.toMinute}
                onChange={(toMinute) => rules.change({ quiet: { ...quiet, toMinute } })}
              />
            </div>
            <p role="status" className="text-warn">
              {quiet.fromMinute === quiet.toMinute && 'Quiet the whole day'}
            </p>
          </div>
        </SettingRow>
      )}
      <Permission />
    </>
  );
}

const WORDS = {
  default: 'The browser has not been asked yet.',
  granted: 'Allowed. Told by the tab that records, while its page is hidden.',
  denied: 'The browser refuses them. Allow them for this address in its settings.',
  missing: 'This browser has no notifications.',
} as const;

function Permission() {
  const [state, setState] = useState(permission);
  return (
    <SettingRow name="System notifications" meaning="They need the browser’s leave.">
      <div className="grid justify-items-end gap-1">
        {state === 'default' && (
          <Button isSmall look="strong" onClick={() => void askPermission().then(setState)}>
            Allow notifications…
          </Button>
        )}
        <p role="status" className="max-w-[260px] text-right text-text2">
          {WORDS[state]}
        </p>
      </div>
    </SettingRow>
  );
}

function TimeField({
  label,
  minute,
  onChange,
}: {
  label: string;
  minute: number;
  onChange: (minute: number) => void;
}) {
  const id = useId();
  const two = (value: number): string => String(value).padStart(2, '0');
  return (
    <input
      id={id}
      type="time"
      aria-label={label}
      className="field num"
      value={`${two(Math.floor(minute / 60))}:${two(minute % 60)}`}
      onChange={(event) => {
        const [hours = Number.NaN, minutes = Number.NaN] = event.target.value.split(':').map(Number);
        // A field that is being emptied says nothing.
        if (Number.isInteger(hours) && Number.isInteger(minutes)) onChange(hours * 60 + minutes);
      }}
    />
  );
}
