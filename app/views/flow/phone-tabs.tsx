/** The four parts of the front page on a phone, one at a time. */
import { Tabs } from '../../ui/tabs.tsx';

export type PhoneTab = 'hot' | 'tape' | 'heat' | 'analytics';

const TABS = [
  { value: 'hot', text: 'Hot' },
  { value: 'tape', text: 'Tape' },
  { value: 'heat', text: 'Heat' },
  { value: 'analytics', text: 'Analytics' },
] as const;

export function PhoneTabs({ tab, onChange }: { tab: PhoneTab; onChange: (tab: PhoneTab) => void }) {
  return <Tabs label="Parts of the board" options={TABS} value={tab} onChange={onChange} />;
}
