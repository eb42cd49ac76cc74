/** The pages of the board: the front page always, and the one that is open. */
import { useStore } from '../../../state/store.ts';
import { FRONT, goTo, place, type Place } from '../../../state/view.ts';
import { PlaceLink } from '../../../ui/place-link.tsx';

const NAMES: Readonly<Record<Place['view'], string>> = { flow: 'Flow', market: 'Market', event: 'Event' };

export function Navigation() {
  const here = useStore(place);
  const pages = here.view === 'flow' ? [here] : [FRONT, here];
  return (
    <nav className="topnav" aria-label="Pages">
      {pages.map((page) => (
        <PlaceLink
          key={page.view}
          to={page.view === 'flow' ? FRONT : page}
          onGo={() => goTo(page.view === 'flow' ? FRONT : page)}
          isCurrent={page.view === here.view}
          className="topnav-link"
        >
          {NAMES[page.view]}
        </PlaceLink>
      ))}
    </nav>
  );
}
