/** The whole page: bars, the front page, the drawer, dialogs, toasts. A fault in one view leaves the rest standing. */
import { useEffect } from 'react';
import { Toaster } from 'sonner';
import { tinykeys } from 'tinykeys';
import type { Flowboard } from './boot/flowboard.ts';
import { openDialog } from './state/dialogs.ts';
import { display } from './state/display.ts';
import { FlowboardProvider } from './state/flowboard-context.tsx';
import { followAddress } from './state/selection.ts';
import { useSelected } from './state/store.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { SessionNotices } from './views/flow/session-notices.tsx';
import { ExportDialog } from './views/data/export-dialog.tsx';
import { Header } from './views/flow/bars/header.tsx';
import { StatusBar } from './views/flow/bars/status-bar.tsx';
import { FlowView } from './views/flow/flow-view.tsx';
import { DiagnosticsDialog } from './views/help/diagnostics-dialog.tsx';
import { HelpDialog } from './views/help/help-dialog.tsx';
import { PairDialog } from './views/help/pair-dialog.tsx';
import { MarketDrawer } from './views/market/market-drawer.tsx';

export function App({ flowboard }: { flowboard: Flowboard }) {
  const theme = useSelected(display, (choices) => choices.theme);
  useEffect(followAddress, []);
  useEffect(
    () =>
      tinykeys(window, {
        'Shift+?': (event) => {
          if (!isTyping(event)) openDialog('help');
        },
      }),
    [],
  );
  return (
    <FlowboardProvider flowboard={flowboard}>
      <div className="page">
        <Header />
        <ErrorBoundary name="The board">
          <FlowView />
        </ErrorBoundary>
        <StatusBar />
      </div>
      <ErrorBoundary name="The drawer">
        <MarketDrawer />
      </ErrorBoundary>
      <ExportDialog />
      <HelpDialog />
      <DiagnosticsDialog />
      <PairDialog />
      <SessionNotices />
      <Toaster theme={theme} position="bottom-right" offset={36} toastOptions={{ className: 'toast' }} />
    </FlowboardProvider>
  );
}

function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('input, textarea') !== null;
}
