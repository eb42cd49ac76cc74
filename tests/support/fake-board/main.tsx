/**
 * The page on invented data, without relay and workers: to look at any state on purpose.
 * `?state=reconnecting&role=follower&pairing=unpaired&recording=failed&mode=prod&rows=0&restoring=1&theme=light`.
 */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { must } from '#core/lib/assert.ts';
import { App } from '../../../app/app.tsx';
import '../../../app/styles/index.css';
import { startDisplay } from '../../../app/state/display.ts';
import { fakeFlowboard } from './fake-flowboard.ts';

const wish = new URLSearchParams(location.search);
startDisplay(document.documentElement);
const flowboard = fakeFlowboard(wish);
const root = createRoot(must(document.getElementById('root'), 'the root element'));
void document.fonts.load('12px "Inter Variable"').finally(() => {
  root.render(
    <StrictMode>
      <App flowboard={flowboard} />
    </StrictMode>,
  );
});
