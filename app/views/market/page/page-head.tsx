/**
 * The head of the market page, 72 px: star, question, place in the exchange's tree and its life; the chance and what the book says.
 * Trouble takes the place of the figures it makes old.
 */
import { useEffect, useRef } from 'react';
import { ArrowLeft } from 'lucide-react';
import type { MarketFrame } from '#contract/frames.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { changeWords, points } from '../../../format/units.ts';
import { useFrames, usePanelState } from '../../../state/flowboard-context.tsx';
import { useWords } from '../../../state/reading.ts';
import { useTitle } from '../../../state/title.ts';
import { goBack, openEventPage } from '../../../state/view.ts';
import { IconButton } from '../../../ui/button.tsx';
import { DirectionGlyph } from '../../../ui/glyphs.tsx';
import { PlaceLink } from '../../../ui/place-link.tsx';
import { PinStar } from '../../../ui/star.tsx';
import { FreezeButton } from '../../flow/bars/freeze-button.tsx';
import { TroubleBanner } from '../../flow/bars/trouble-banner.tsx';
import { useTrouble } from '../../flow/bars/use-trouble.ts';
import { AlertMe } from '../alert-me.tsx';
import { Drift } from '../drift.tsx';
import { lastTitle, lastTradeOf } from '../market-facts.ts';
import { HeadFacts } from './head-facts.tsx';
import { LifecycleLine } from './lifecycle-line.tsx';

export function PageHead({ ticker, frame }: { ticker: Ticker; frame: MarketFrame | undefined }) {
  const trouble = useTrouble();
  const label = frame?.label;
  return (
    <header className="market-head">
      <IconButton label="Back" className="market-back" onClick={goBack}>
        <ArrowLeft size={16} aria-hidden="true" />
      </IconButton>
      <PinStar ticker={ticker} name={label?.name ?? ticker} />
      <AlertMe ticker={ticker} />
      <FreezeButton isIcon />
      <div className="market-name">
        <Title text={label === undefined ? ticker : label.title === '' ? label.name : label.title} />
        <p className="market-path text-text2">
          {label !== undefined && (
            <>
              <span className="market-category">{label.category} › </span>
              <PlaceLink to={{ view: 'event', event: label.event }} onGo={() => openEventPage(label.event)}>
                {label.eventTitle === '' ? label.event : label.eventTitle}
              </PlaceLink>
              <span className="market-category"> · </span>
            </>
          )}
          <code className="market-ticker num">{ticker}</code>
        </p>
        {frame !== undefined && <LifecycleLine frame={frame} />}
      </div>
      {frame !== undefined && <Chance frame={frame} />}
      {trouble === undefined ? (
        frame !== undefined && <HeadFacts frame={frame} />
      ) : (
        <div className="market-trouble">
          <TroubleBanner trouble={trouble} />
        </div>
      )}
    </header>
  );
}

/** Takes the focus when the page opens: a reader then begins at its name. */
function Title({ text }: { text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useTitle(text);
  return (
    <h2 ref={heading} tabIndex={-1} className="page-title" title={text}>
      {text}
    </h2>
  );
}

function Chance({ frame }: { frame: MarketFrame }) {
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const words = useWords();
  const isDimmed = usePanelState()?.isDimmed === true;
  const last = lastTradeOf(frame);
  if (last === undefined) return null;
  const { market } = frame;
  const change = words.change(market?.change ?? 0);
  return (
    <div className="market-chance" data-dimmed={isDimmed || undefined}>
      <span className="market-percent" title={lastTitle(last.yesPrice, words)}>
        <small>{words.mark}</small>
        {words.of(last.yesPrice)}
      </span>
      {market !== undefined && (
        <span className="num">
          <b title={changeWords(change)}>
            <DirectionGlyph change={change} /> {points(change)} pt
          </b>
          <span className="text-text2">in {windowMinutes} min</span>
        </span>
      )}
      <Drift frame={frame} />
    </div>
  );
}
