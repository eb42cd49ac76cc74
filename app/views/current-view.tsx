/** The page the address names. Pages other than the front page come in their own chunks, right after the first one. */
import { Suspense } from 'react';
import { EventPage, MarketPage } from '../lazy.ts';
import { useStore } from '../state/store.ts';
import { place } from '../state/view.ts';
import { FlowView } from './flow/flow-view.tsx';

export function CurrentView() {
  const here = useStore(place);
  switch (here.view) {
    case 'flow':
      return <FlowView />;
    case 'market':
      return (
        <Suspense fallback={<main className="page-loading" />}>
          <MarketPage key={here.market} ticker={here.market} />
        </Suspense>
      );
    case 'event':
      return (
        <Suspense fallback={<main className="page-loading" />}>
          <EventPage key={here.event} event={here.event} />
        </Suspense>
      );
  }
}
