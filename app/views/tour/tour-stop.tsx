/** One stop of the round, beside what it points at: its words, its number, the ways on and out. */
import { useEffect, useEffectEvent, useId, useMemo, useRef } from 'react';
import { X } from 'lucide-react';
import { Popper } from 'radix-ui/internal';
import { openDialog } from '../../state/dialogs.ts';
import { PHONE, useMedia } from '../../state/media.ts';
import { phoneTab } from '../../state/phone-tab.ts';
import { endTour, MARKS, nextStop, type Tour } from '../../state/tour.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { onEscapeFirst } from '../../ui/escape.ts';
import { focusAgain, focusOrigin } from '../../ui/return-focus.ts';
import { anchorOf, countWords, stopWords } from './tour-words.ts';

const LAST_MARK = MARKS.at(-1);

export function TourStop({ tour, isSimulated }: { tour: Tour; isSimulated: boolean }) {
  const { stop, isAsked } = tour;
  const isPhone = useMedia(PHONE);
  const { title, text, tab } = stopWords(stop, isSimulated);
  const id = useId();
  const card = useRef<HTMLDivElement>(null);
  const onward = useRef<HTMLButtonElement>(null);
  const cameFrom = useRef<EventTarget | null>(null);
  // Looked up whenever it is measured: a phone may just be bringing the part it is in.
  const anchor = useMemo(
    () => ({
      current: {
        getBoundingClientRect: () => anchorOf(stop, isPhone)?.getBoundingClientRect() ?? new DOMRect(),
      },
    }),
    [stop, isPhone],
  );
  useEffect(() => {
    if (isPhone && tab !== undefined) phoneTab.set(tab);
  }, [isPhone, tab]);
  useEffect(() => {
    const found = anchorOf(stop, isPhone);
    const ringed = found?.closest<HTMLElement>('.panel') ?? found;
    found?.scrollIntoView({ block: 'nearest' });
    ringed?.setAttribute('data-toured', '');
    return () => ringed?.removeAttribute('data-toured');
  }, [stop, isPhone]);

  const end = (): void => {
    const hadFocus = card.current?.contains(document.activeElement) === true;
    endTour();
    if (!hadFocus) return;
    if (isAsked) focusOrigin();
    else focusAgain(cameFrom.current instanceof Element ? cameFrom.current : undefined);
  };
  const goOn = (): void => {
    if (stop === 'key' || (stop === LAST_MARK && !isSimulated)) end();
    else nextStop(tour, isSimulated);
  };
  const showHow = (): void => {
    end();
    openDialog('key');
  };
  const onEscape = useEffectEvent(end);
  useEffect(() => onEscapeFirst(() => onEscape(), '.tour'), []);
  // Who asked is taken to it once; from then on the focus is theirs.
  const isTakenThere = useRef(false);
  useEffect(() => {
    if (!isAsked || isTakenThere.current) return undefined;
    // The dialog that led here holds the focus until it has gone.
    const timer = setTimeout(() => {
      isTakenThere.current = true;
      onward.current?.focus();
    });
    return () => clearTimeout(timer);
  }, [isAsked]);

  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={anchor} />
      <Popper.Content
        ref={card}
        role="dialog"
        // As radix says it of its own: a dialog that closes then leaves the focus here.
        data-state="open"
        className="popup tour"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        side={isPhone || stop === 'freshness' || stop === 'key' ? 'bottom' : 'right'}
        align="start"
        sideOffset={6}
        collisionPadding={8}
      >
        <div
          className="tour-body"
          onFocus={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) cameFrom.current = event.relatedTarget;
          }}
        >
          <div className="flex items-center">
            <h2 id={`${id}-title`} className="text-label font-semibold">
              {title}
            </h2>
            {stop === 'key' && (
              <IconButton isSmall label="Close" className="ml-auto" onClick={end}>
                <X size={14} aria-hidden="true" />
              </IconButton>
            )}
            {stop !== 'key' && <span className="num ml-auto text-text3">{countWords(stop)}</span>}
          </div>
          <p id={`${id}-text`} className="text-text2">
            {text}
          </p>
          <div className="flex gap-2">
            <Button ref={onward} isSmall look="strong" onClick={stop === 'key' ? showHow : goOn}>
              {stop === 'key' ? 'Show me how' : stop === LAST_MARK ? 'Done' : 'Next'}
            </Button>
            {stop !== LAST_MARK && (
              <Button isSmall onClick={end}>
                {stop === 'key' ? 'Got it' : 'Skip'}
              </Button>
            )}
          </div>
        </div>
        <Popper.Arrow className="tour-arrow" width={12} height={6} />
      </Popper.Content>
    </Popper.Root>
  );
}
