/** Starts the program and mounts the page. Nothing else is done on load. */
import './boot/trusted-types.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '#core/lib/assert.ts';
import { App } from './app.tsx';
import { startFlowboard } from './boot/start.ts';
import { startDisplay } from './state/display.ts';

startDisplay(document.documentElement);
const root = createRoot(must(document.getElementById('root'), 'the root element'));
root.render(
  <StrictMode>
    <App flowboard={startFlowboard()} />
  </StrictMode>,
);
