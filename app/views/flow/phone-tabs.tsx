/** The four parts of the front page on a phone, one at a time. */
import type { PhoneTab } from '../../state/phone-tab.ts';
import { Tabs } from '../../ui/tabs.tsx';

const TABS = [
  { value: 'hot', text: 'Hot' },
  { value: 'tape', text: 'Tape' },
  { value: 'heat', text: 'Heat' },
  { value: 'analytics', text: 'Analytics' },
] as const;

export function PhoneTabs({ tab, onChange }: { tab: PhoneTab; onChange: (tab: PhoneTab) => void }) {
  return <Tabs label="Parts of the board" options={TABS} value={tab} onChange={onChange} />;
}
