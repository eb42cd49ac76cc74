/** Starts the program and mounts the page. Nothing else is done on load. */
import './boot/trusted-types.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '#core/lib/assert.ts';
import { App } from './app.tsx';
import { startFlowboard } from './boot/start.ts';
import { startDisplay } from './state/display.ts';

/** ms; longer than this the page does not stay empty for its typeface. */
const FONT_WAIT_MS = 400;

startDisplay(document.documentElement);
const flowboard = startFlowboard();
const root = createRoot(must(document.getElementById('root'), 'the root element'));
const late = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS));
void Promise.race([document.fonts.load('12px "Inter Variable"'), late]).finally(() => {
  root.render(
    <StrictMode>
      <App flowboard={flowboard} />
    </StrictMode>,
  );
});
