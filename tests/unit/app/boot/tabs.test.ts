/** The channel between tabs says of every message whether it came from a page of the same build. */
import { afterEach, expect, test, vi } from 'vitest';
import { TABS_VERSION, type TabMessage } from '#contract/tabs.ts';
import { openTabs } from '../../../../app/boot/tabs.ts';

const raw = new BroadcastChannel('flowboard-tabs');
const channels: BroadcastChannel[] = [];

class Tracked extends BroadcastChannel {
  constructor(name: string) {
    super(name);
    channels.push(this);
  }
}
vi.stubGlobal('BroadcastChannel', Tracked);

afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
  raw.close();
});

test('messages of our build, of another build and of another version are told apart', async () => {
  const heard: [TabMessage['kind'], boolean][] = [];
  openTabs('A').onMessage((message, isOurBuild) => heard.push([message.kind, isOurBuild]));
  openTabs('A').post({ kind: 'bye', tab: 'of A' });
  openTabs('B').post({ kind: 'yield-please', tab: 'of B' });
  // Pages from before there were builds.
  raw.postMessage({ kind: 'hello', tab: 'old', links: [], version: TABS_VERSION });
  raw.postMessage({ kind: 'hello', tab: 'older', links: [], version: TABS_VERSION - 1 });
  raw.postMessage('nonsense');
  openTabs('A').post({ kind: 'paired' });
  await vi.waitFor(() => expect(heard).toHaveLength(4));
  expect(heard).toEqual(
    expect.arrayContaining([
      ['bye', true],
      ['yield-please', false],
      ['hello', false],
      ['paired', true],
    ]),
  );
});
