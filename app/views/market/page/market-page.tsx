/**
 * One market on the whole page: head, price over liquidity, the full ladder, trades over depth. Three columns, two under 1200 px,
 * one with tabs under 720 px. Its book and its frame are asked for here, once; the panels read them.
 */
import { useEffect, useState } from 'react';
import type { ChartSpan, MarketFrame } from '#contract/frames.ts';
import type { Price } from '#core/units/price.ts';
import type { Ticker } from '#core/units/ticker.ts';
import { useWant } from '../../../state/flowboard-context.tsx';
import { display } from '../../../state/display.ts';
import { layoutVariables } from '../../../state/layout.ts';
import { PHONE, useMedia } from '../../../state/media.ts';
import { useSelected } from '../../../state/store.ts';
import { goBack } from '../../../state/view.ts';
import { onEscape } from '../../../ui/escape.ts';
import { Splitter } from '../../../ui/splitter.tsx';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';
import { NoBookHere } from '../../replay/no-book-here.tsx';
import { BookKeptWord } from '../book-kept-word.tsx';
import { DepthPanel } from '../depth/depth-panel.tsx';
import { LadderPanel } from '../ladder/ladder-panel.tsx';
import { LiquidityPanel } from '../liquidity/liquidity-panel.tsx';
import { lastTradeOf } from '../market-facts.ts';
import { useMarketFrame } from '../use-market-frame.ts';
import { PageHead } from './page-head.tsx';
import { PricePanel } from './price-panel.tsx';
import { TradesPanel } from './trades-panel.tsx';
import '../market.css';
import './page.css';

const TRADES = 200;

export function MarketPage({ ticker }: { ticker: Ticker }) {
  const [span, setSpan] = useState<ChartSpan>('30m');
  const frame = useMarketFrame(ticker, span, TRADES);
  useWant('book', { ticker });
  useEffect(() => onEscape(goBack, 'dialog[open]'), []);
  const isPhone = useMedia(PHONE);
  const parts = { ticker, frame, span, onSpan: setSpan };
  return (
    <main className="market-page" aria-label={`Market ${ticker}`}>
      <PageHead ticker={ticker} frame={frame} />
      <NoBookHere ticker={ticker} />
      {isPhone ? <PhoneMarket {...parts} /> : <WideMarket {...parts} />}
    </main>
  );
}

interface PartsProps {
  readonly ticker: Ticker;
  readonly frame: MarketFrame | undefined;
  readonly span: ChartSpan;
  readonly onSpan: (span: ChartSpan) => void;
}

function WideMarket({ ticker, frame, span, onSpan }: PartsProps) {
  const layout = useSelected(display, (choices) => choices.layout);
  return (
    <div className="market-board" style={layoutVariables(layout, ['ladder', 'trades', 'price'])}>
      <PricePanel frame={frame} span={span} onSpan={onSpan} />
      <Liquidity ticker={ticker} frame={frame} />
      <LadderPanel last={lastPriceOf(frame)} />
      <TradesPanel frame={frame} />
      <DepthPanel />
      <Splitter name="price" panel="Price" below="liquidity" />
      <Splitter name="ladder" panel="Ladder" />
      <Splitter name="trades" panel="Trades and depth" />
    </div>
  );
}

const TABS = [
  { value: 'price', text: 'Price' },
  { value: 'liquidity', text: 'Heat' },
  { value: 'ladder', text: 'Ladder' },
  { value: 'depth', text: 'Depth' },
  { value: 'trades', text: 'Trades' },
] as const;

/** Only the open tab is mounted: what is not seen draws nothing. */
function PhoneMarket({ ticker, frame, span, onSpan }: PartsProps) {
  const [tab, setTab] = useState<(typeof TABS)[number]['value']>('ladder');
  return (
    <div className="phone-board">
      <Tabs label="Parts of the market" options={TABS} value={tab} onChange={setTab} />
      <TabPanel value={tab}>
        {tab === 'price' && <PricePanel frame={frame} span={span} onSpan={onSpan} />}
        {tab === 'liquidity' && <Liquidity ticker={ticker} frame={frame} />}
        {tab === 'ladder' && (
          <LadderPanel
            last={lastPriceOf(frame)}
            note={<BookKeptWord ticker={ticker} label={frame?.label} />}
          />
        )}
        {tab === 'depth' && <DepthPanel />}
        {tab === 'trades' && <TradesPanel frame={frame} />}
      </TabPanel>
    </div>
  );
}

function Liquidity({ ticker, frame }: Pick<PartsProps, 'ticker' | 'frame'>) {
  return <LiquidityPanel ticker={ticker} label={frame?.label} last={lastPriceOf(frame)} />;
}

function lastPriceOf(frame: MarketFrame | undefined): Price | undefined {
  return frame === undefined ? undefined : lastTradeOf(frame)?.yesPrice;
}
