/** The whole page: bars, the front page, the drawer, dialogs, toasts. A fault in one view leaves the rest standing. */
import { Suspense, useEffect } from 'react';
import type { Flowboard } from './boot/flowboard.ts';
import { Dialogs, loadEarly, MarketDrawer, ReplayBanner, Tour, Transport } from './lazy.ts';
import { FlowboardProvider, useFlowboard, useIsReplay } from './state/flowboard-context.tsx';
import { followReplays } from './state/replay-visit.ts';
import { useSelected } from './state/store.ts';
import { useTabTitle } from './state/title.ts';
import { followAddress, pageOf, place } from './state/view.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { focusMain } from './ui/return-focus.ts';
import { Header } from './views/flow/bars/header.tsx';
import { StatusBar } from './views/flow/bars/status-bar.tsx';
import { followBoardKeys } from './views/board-keys.ts';
import { CurrentView } from './views/current-view.tsx';
import { Gate } from './views/gate.tsx';

export function App({ flowboard }: { flowboard: Flowboard }) {
  useEffect(followAddress, []);
  useEffect(loadEarly, []);
  useEffect(() => followBoardKeys(flowboard), [flowboard]);
  return (
    <FlowboardProvider flowboard={flowboard}>
      <Page />
      <Suspense>
        <MarketDrawer />
        <Dialogs />
      </Suspense>
    </FlowboardProvider>
  );
}

/** The live board, or a recording in a frame of its own that cannot be taken for it. */
function Page() {
  const isReplay = useIsReplay();
  const view = useSelected(place, (here) => here.view);
  const page = useSelected(place, pageOf);
  const flowboard = useFlowboard();
  const { frames } = flowboard;
  useTabTitle(isReplay);
  useEffect(() => followReplays(flowboard), [flowboard]);
  useEffect(() => {
    // Of another page nothing has been loaded yet.
    frames.freeze(false);
  }, [page, frames]);
  return (
    <div className="page" data-replay={isReplay || undefined}>
      <button type="button" className="skip-link button" onClick={focusMain}>
        Skip to content
      </button>
      <Suspense>
        <Tour />
      </Suspense>
      <ErrorBoundary name="The top bar" look="line">
        <Header />
      </ErrorBoundary>
      {isReplay && (
        <Suspense>
          <ReplayBanner />
        </Suspense>
      )}
      {/* Going to another page leaves the fault behind. */}
      <ErrorBoundary key={view} name="The board">
        <Gate>
          <CurrentView />
        </Gate>
      </ErrorBoundary>
      {isReplay ? (
        <Suspense>
          <Transport />
        </Suspense>
      ) : (
        <ErrorBoundary name="The status bar" look="line">
          <StatusBar />
        </ErrorBoundary>
      )}
    </div>
  );
}
