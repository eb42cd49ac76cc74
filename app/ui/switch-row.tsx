/** A setting that is on or off: name and meaning at the left, the switch at the right; the whole row is its label. */
import { useId, type ReactNode } from 'react';
import { Switch } from 'radix-ui';

interface SwitchRowProps {
  readonly name: string;
  readonly meaning: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchRow({ name, meaning, isOn, isDisabled = false, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <SettingRow name={name} meaning={meaning} controlId={id}>
      <Switch.Root
        id={id}
        className="switch"
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
        aria-describedby={`${id}-meaning`}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </SettingRow>
  );
}

interface SettingRowProps {
  readonly name: string;
  readonly meaning?: string;
  /** Element that the name labels; `undefined` where the control names itself. */
  readonly controlId?: string | undefined;
  readonly children: ReactNode;
}

/** Name, meaning, control: the line of every settings sheet. */
export function SettingRow({ name, meaning, controlId, children }: SettingRowProps) {
  return (
    <div className="setting">
      <div className="min-w-0">
        <label htmlFor={controlId} className="font-semibold">
          {name}
        </label>
        {meaning !== undefined && (
          <p id={controlId && `${controlId}-meaning`} className="text-text2">
            {meaning}
          </p>
        )}
      </div>
      <div className="flex flex-none items-center">{children}</div>
    </div>
  );
}
