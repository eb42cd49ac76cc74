/** The head of the event page: its name and place, and both sums in a figure. */
import { useEffect, useRef } from 'react';
import { ArrowLeft } from 'lucide-react';
import type { EventFrame } from '#contract/frames.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { useTitle } from '../../state/title.ts';
import { goBack } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { FreezeButton } from '../flow/bars/freeze-button.tsx';
import { TroubleBanner } from '../flow/bars/trouble-banner.tsx';
import { useTrouble } from '../flow/bars/use-trouble.ts';
import { closeWords, eventSums, overDollar, type EventSum } from './event-model.ts';

interface EventHeadProps {
  readonly event: string;
  readonly frame: EventFrame | undefined;
  /** The worker's clock of the frame. */
  readonly at: number;
}

export function EventHead({ event, frame, at }: EventHeadProps) {
  const trouble = useTrouble();
  const heading = useRef<HTMLHeadingElement>(null);
  const title = frame === undefined || frame.eventTitle === '' ? event : frame.eventTitle;
  const words = useWords();
  const sums = frame === undefined ? undefined : eventSums(frame, words);
  const clock = useClock();
  const closes = frame === undefined ? '' : closeWords(frame, at, clock);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useTitle(title);
  return (
    <header className="market-head event-head">
      <IconButton label="Back" className="market-back" onClick={goBack}>
        <ArrowLeft size={16} aria-hidden="true" />
      </IconButton>
      <FreezeButton isIcon />
      <div className="market-name">
        <h2 ref={heading} tabIndex={-1} className="page-title" title={title}>
          {title}
        </h2>
        <p className="market-path text-text2">
          {frame !== undefined && frame.category !== '' && <>{frame.category} · </>}
          {closes !== '' && <span className="event-closes num">{closes} · </span>}
          <code className="market-ticker num">{event}</code>
        </p>
      </div>
      {trouble !== undefined ? (
        <div className="market-trouble">
          <TroubleBanner trouble={trouble} />
        </div>
      ) : (
        sums !== undefined && (
          <dl className="head-facts num">
            <Sum of={sums.asks} />
            <Sum of={sums.bids} />
          </dl>
        )
      )}
    </header>
  );
}

function Sum({ of: { headName, sum, words } }: { of: EventSum }) {
  const prices = useWords();
  return (
    <div className="head-sum">
      <dt>{headName}</dt>
      <dd>
        {words.value} <span className="head-size">{overDollar(sum, prices)}</span>
      </dd>
    </div>
  );
}
