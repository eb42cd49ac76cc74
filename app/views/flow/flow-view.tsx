/** The front page: categories over tape, heat, analytics and hot markets. Three columns, two under 1200 px, one with tabs under 720 px. */
import { Suspense } from 'react';
import { AnalyticsPanel } from '../../lazy.ts';
import { display } from '../../state/display.ts';
import { layoutVariables } from '../../state/layout.ts';
import { PHONE, useMedia } from '../../state/media.ts';
import { phoneTab } from '../../state/phone-tab.ts';
import { useSelected, useStore } from '../../state/store.ts';
import { Panel } from '../../ui/panel.tsx';
import { Splitter } from '../../ui/splitter.tsx';
import { TabPanel } from '../../ui/tabs.tsx';
import { SubBar } from './bars/sub-bar.tsx';
import { CategoryStrip } from './categories/category-strip.tsx';
import { HeatPanel } from './heat/heat-panel.tsx';
import { HotPanel } from './hot/hot-panel.tsx';
import { PhoneTabs } from './phone-tabs.tsx';
import { rememberPanel, useReturnToPanel } from './return-to-panel.ts';
import { TapePanel } from './tape/tape-panel.tsx';

export function FlowView() {
  useReturnToPanel();
  return (
    <>
      <SubBar />
      <Board />
    </>
  );
}

function Board() {
  const isPhone = useMedia(PHONE);
  const layout = useSelected(display, (choices) => choices.layout);
  return isPhone ? (
    <PhoneBoard />
  ) : (
    <main className="board" style={layoutVariables(layout, ['tape', 'hot', 'heat'])} onFocus={rememberPanel}>
      <div className="area-categories">
        <CategoryStrip />
      </div>
      <TapePanel />
      <div className="area-heat">
        <HeatPanel />
      </div>
      <div className="area-analytics">
        <Suspense fallback={<AnalyticsShell />}>
          <AnalyticsPanel />
        </Suspense>
      </div>
      <HotPanel />
      <Splitter name="tape" panel="Tape" />
      <Splitter name="heat" panel="Heat" below="analytics" />
      <Splitter name="hot" panel="Hot markets" />
    </main>
  );
}

/** Only the open tab is mounted: what is not seen asks for no frames. */
function PhoneBoard() {
  const tab = useStore(phoneTab);
  return (
    <main className="phone-board" onFocus={rememberPanel}>
      <CategoryStrip />
      <PhoneTabs tab={tab} onChange={phoneTab.set} />
      <TabPanel value={tab}>
        {tab === 'hot' && <HotPanel />}
        {tab === 'tape' && <TapePanel />}
        {tab === 'heat' && <HeatPanel />}
        {tab === 'analytics' && (
          <Suspense fallback={<AnalyticsShell />}>
            <AnalyticsPanel />
          </Suspense>
        )}
      </TabPanel>
    </main>
  );
}

/** The panel's frame while its charts are on the way. */
function AnalyticsShell() {
  return <Panel title="Analytics">{null}</Panel>;
}
