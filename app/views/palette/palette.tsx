/**
 * The palette: one field that finds a market, an event, a category, an action or a setting, and goes there. Opened by Ctrl or
 * ⌘ with K, by a slash, or from the top bar; arrows choose, Enter goes, Escape closes and leaves the focus where it was. One
 * file, a little longer than most: the groups of the list differ only in what a line shows.
 */
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Check } from 'lucide-react';
import { Command as List } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import type { FoundMarket } from '#contract/market.ts';
import { parseTicker, type Ticker } from '#core/units/ticker.ts';
import { compactContracts } from '../../format/units.ts';
import { whenNamedAlike, type When } from '../../format/when-apart.ts';
import { boardFilter } from '../../state/board-filter.ts';
import { useFlowboard, useFrames, useIsReplay, useSession, useWant } from '../../state/flowboard-context.tsx';
import { closeDialog, dialog } from '../../state/dialogs.ts';
import { display } from '../../state/display.ts';
import { installOffer } from '../../state/install.ts';
import { usePinned } from '../../state/pinned.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { shownPanels } from '../../state/shown-panels.ts';
import { selectMarket } from '../../state/selection.ts';
import { useSelected, useStore } from '../../state/store.ts';
import { marketOf, openEventPage, openMarketPage, place } from '../../state/view.ts';
import { rememberFocus, returnFocus } from '../../ui/return-focus.ts';
import { categoryCommands, commandsOf, matching, type Command } from './commands.ts';
import { eventsOf, type FoundEvent } from './found-events.ts';
import { useFound } from './use-found.ts';
import './palette.css';

const NOTHING = {};
/** Without a question only the first commands: the list begins with markets, and ends on the screen. */
const FEW = 6;
const MANY = 12;
/** One event is shown for so many markets that are asked for. */
const EVENTS_OF = 5;
/** Keys that go to another line. */
const MOVES = new Set(['ArrowUp', 'ArrowDown', 'Home', 'End']);

export function Palette() {
  const isOpen = useSelected(dialog, (name) => name === 'palette');
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && closeDialog()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim" />
        <Radix.Content
          className="popup palette"
          onOpenAutoFocus={rememberFocus}
          onCloseAutoFocus={returnFocus}
        >
          <Radix.Title className="sr-only">Find</Radix.Title>
          <Radix.Description className="sr-only">
            Type a market, an event, a category, an action or a setting; choose with the arrow keys, go there
            with Enter.
          </Radix.Description>
          <Finder />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Finder() {
  const [question, setQuestion] = useState('');
  const found = useFound(question);
  const { answered, problem, limit } = found;
  const isAsked = question.trim() !== '';
  const pinned = usePinned();
  const onTop = isAsked ? [] : pinned;
  const markets = isAsked
    ? found.markets
    : found.markets.filter((market) => !pinned.some(({ label }) => label.ticker === market.label.ticker));
  const commands = useCommands();
  const events = useMemo(() => eventsOf(markets, question, limit / EVENTS_OF), [markets, question, limit]);
  const isReplay = useIsReplay();
  const clock = useClock();
  const whenOf = whenNamedAlike(
    [...onTop, ...markets].map(({ label }) => label),
    clock,
  );
  const whenOfEvent = whenNamedAlike(
    events.map(({ event, title, closeAt }) => ({
      ticker: event,
      name: title === '' ? event : title,
      closeAt,
    })),
    clock,
  );
  const matched = matching(commands, question, isAsked ? MANY : FEW);
  const categories = matching(useCategories(), question, isAsked ? MANY : 0);
  // Who has written all of a category's name means the category, not the markets in it.
  const isCategory = categories.some(({ name }) => name.toLowerCase() === question.trim().toLowerCase());
  const categoryGroup = categories.length > 0 && (
    <List.Group heading="Categories">
      {categories.map((category) => (
        <CategoryItem key={category.name} category={category} />
      ))}
    </List.Group>
  );
  // Not before the answer: it may hold what is meant.
  const typed = answered === question ? tickerBeside(question, markets, events) : undefined;
  const [first] = [
    ...(isCategory ? categories.map(({ name }) => `category ${name}`) : []),
    ...[...onTop, ...markets].map(({ label }) => `market ${label.ticker}`),
    ...categories.map(({ name }) => `category ${name}`),
    ...matched.map(({ name }) => `command ${name}`),
    ...(typed === undefined ? [] : [`ticker ${typed}`]),
  ];
  const more = `more than ${markets.length}`;
  const choice = useChoice(question, first);
  const value = choice.value === more ? more : (lineAfter(choice.value, markets) ?? choice.value);
  return (
    <List label="Find" shouldFilter={false} loop value={value} {...choice.handlers}>
      <List.Input
        value={question}
        onValueChange={setQuestion}
        placeholder="Market, event, category, action or setting"
        className="palette-field"
        maxLength={100}
      />
      <List.List className="palette-list" label="Found">
        {first === undefined && (
          <p className="palette-empty" role="status">
            {problem ??
              (answered === question
                ? 'Nothing here is called that. Markets are found by words of their name, their event or their ticker.'
                : 'Looking…')}
          </p>
        )}
        {isCategory && categoryGroup}
        {onTop.length > 0 && (
          <List.Group heading="Pinned">
            {onTop.map((market) => (
              <MarketItem key={market.label.ticker} market={market} when={whenOf.get(market.label.ticker)} />
            ))}
          </List.Group>
        )}
        {markets.length > 0 && (
          <List.Group
            heading={
              isAsked
                ? 'Markets'
                : isReplay
                  ? 'Most traded in the hour before the clock'
                  : 'Most traded in the last hour'
            }
          >
            {markets.map((market) => (
              <MarketItem key={market.label.ticker} market={market} when={whenOf.get(market.label.ticker)} />
            ))}
            {found.more !== undefined && (
              <List.Item value={more} onSelect={found.more}>
                <span className="palette-name">
                  {found.isLooking ? 'Looking…' : 'More markets and events'}
                </span>
              </List.Item>
            )}
          </List.Group>
        )}
        {events.length > 0 && (
          <List.Group heading="Events">
            {events.map((event) => (
              <EventItem key={event.event} event={event} when={whenOfEvent.get(event.event)} />
            ))}
          </List.Group>
        )}
        {!isCategory && categoryGroup}
        {matched.length > 0 && (
          <List.Group heading="Actions and settings">
            {matched.map((command) => (
              <CommandItem key={command.name} command={command} />
            ))}
          </List.Group>
        )}
        {typed !== undefined && (
          <List.Group heading="Ticker">
            <List.Item value={`ticker ${typed}`} onSelect={() => go(() => openMarket(typed))}>
              <span className="palette-name">Open the market {typed}</span>
            </List.Item>
          </List.Group>
        )}
      </List.List>
      <p className="palette-foot">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> choose
        </span>
        <span>
          <kbd>Enter</kbd> go
        </span>
        <span>
          <kbd>Esc</kbd> close
        </span>
      </p>
    </List>
  );
}

interface MarketItemProps {
  readonly market: FoundMarket;
  /** Where another market of the list has the same name. */
  readonly when: When | undefined;
}

function MarketItem({ market: { label, yesPrice, volume }, when }: MarketItemProps) {
  const words = useWords();
  return (
    <List.Item value={`market ${label.ticker}`} onSelect={() => go(() => openMarket(label.ticker))}>
      <span className="palette-name">
        {label.name}
        <WhenWords when={when} />
        <small>{label.ticker}</small>
      </span>
      {yesPrice !== undefined && (
        <span className="num">
          <small>{words.mark}</small>
          {words.of(yesPrice)}
        </span>
      )}
      {volume > 0 && (
        <span className="num palette-volume" title="Contracts traded in the hour before">
          {compactContracts(volume)}
        </span>
      )}
    </List.Item>
  );
}

interface EventItemProps {
  readonly event: FoundEvent;
  /** Where another event of the list has the same title. */
  readonly when: When | undefined;
}

function EventItem({ event: { event, title, markets }, when }: EventItemProps) {
  return (
    <List.Item value={`event ${event}`} onSelect={() => go(() => openEventPage(event))}>
      <span className="palette-name">
        {title === '' ? event : title}
        <WhenWords when={when} />
        <small>{event}</small>
      </span>
      <span className="text-text2">{markets === 1 ? 'event' : `${markets} markets found`}</span>
    </List.Item>
  );
}

function WhenWords({ when }: { when: When | undefined }) {
  if (when === undefined) return null;
  return (
    <>
      {' '}
      <span className="palette-when num">{when.full}</span>
    </>
  );
}

function CategoryItem({ category }: { category: Command }) {
  return (
    <List.Item value={`category ${category.name}`} onSelect={() => go(() => category.run())}>
      <span className="palette-name">{category.name}</span>
      <span className="text-text2">
        {category.isChosen ? 'shown alone: show all again' : 'show only this category'}
      </span>
    </List.Item>
  );
}

function CommandItem({ command }: { command: Command }) {
  return (
    <List.Item value={`command ${command.name}`} onSelect={() => go(() => command.run())}>
      <span className="palette-name">{command.name}</span>
      {command.isChosen && (
        <span className="text-text2">
          <Check size={14} aria-hidden="true" /> chosen
        </span>
      )}
    </List.Item>
  );
}

function useCommands(): readonly Command[] {
  const flowboard = useFlowboard();
  const session = useSession((all) => all);
  const look = useStore(display);
  const filter = useStore(boardFilter);
  const isFrozen = useFrames((frames) => frames.isFrozen);
  const windows = useFrames((frames) => frames.status?.value.windows);
  const panels = useStore(shownPanels);
  const canInstall = useSelected(installOffer, (offer) => offer !== undefined);
  const market = useSelected(place, marketOf);
  return useMemo(
    () =>
      commandsOf({
        flowboard,
        session,
        display: look,
        filter,
        isFrozen,
        windows: windows ?? [],
        panels,
        canInstall,
        market,
      }),
    [flowboard, session, look, filter, isFrozen, windows, panels, canInstall, market],
  );
}

/** The categories that trade, and the chosen one. */
function useCategories(): readonly Command[] {
  useWant('categories', NOTHING);
  const part = useFrames((frames) => frames.categories);
  const filter = useStore(boardFilter);
  return useMemo(() => {
    const names = new Set(part?.value.categories.map(({ category }) => category));
    if (filter.category !== undefined) names.add(filter.category);
    return categoryCommands([...names], filter);
  }, [part, filter]);
}

/**
 * The line that Enter takes: the first one, also when answers come later than the question, until the reader has gone to
 * another one by arrow or pointer.
 */
function useChoice(question: string, first: string | undefined) {
  const [chosen, setChosen] = useState({ question, value: '' });
  const isMoving = useRef(false);
  const isChosen = chosen.question === question && chosen.value !== '';
  return {
    value: isChosen ? chosen.value : (first ?? ''),
    handlers: {
      onKeyDown: (event: KeyboardEvent) => {
        isMoving.current = MOVES.has(event.key);
      },
      onPointerMove: () => {
        isMoving.current = true;
      },
      // The list also tells what it chooses by itself.
      onValueChange: (value: string) => {
        if (isMoving.current) setChosen({ question, value });
        isMoving.current = false;
      },
    },
  };
}

/** Where “more than 20” was chosen and more have come: the first of those. */
function lineAfter(chosen: string, markets: readonly FoundMarket[]): string | undefined {
  const seen = /^more than (\d+)$/.exec(chosen)?.[1];
  const next = seen === undefined ? undefined : markets[Number(seen)];
  return next && `market ${next.label.ticker}`;
}

/** Closes first: what is run may open another dialog, and at most one is open. */
function go(run: () => void): void {
  closeDialog();
  run();
}

/** On the front page its drawer, like every row there; elsewhere its page. */
function openMarket(ticker: Ticker): void {
  if (place.getSnapshot().view === 'flow') selectMarket(ticker);
  else openMarketPage(ticker);
}

/** A whole ticker can be opened although nothing here knows it, after all that is known: a word may have a dash too. */
function tickerBeside(
  question: string,
  markets: readonly FoundMarket[],
  events: readonly FoundEvent[],
): Ticker | undefined {
  const ticker = parseTicker(question.trim().toUpperCase());
  if (ticker === undefined || !ticker.includes('-')) return undefined;
  const isKnown =
    markets.some(({ label }) => label.ticker === ticker) || events.some(({ event }) => event === ticker);
  return isKnown ? undefined : ticker;
}
