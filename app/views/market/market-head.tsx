/** Question, place in the exchange's tree, chance with its change, and how the volume splits by taker. */
import type { MarketFrame } from '#contract/frames.ts';
import { quantityAt } from '../../charts/columns.ts';
import { share } from '../../format/number.ts';
import { changeWords, compactContracts, points } from '../../format/units.ts';
import { useFrames } from '../../state/flowboard-context.tsx';
import { useClock, useWords } from '../../state/reading.ts';
import { DirectionGlyph, SideGlyph } from '../../ui/glyphs.tsx';
import { Drift } from './drift.tsx';
import { lastTitle, lastTradeOf } from './market-facts.ts';

export function MarketHead({ frame }: { frame: MarketFrame }) {
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const { label, market } = frame;
  const words = useWords();
  const clock = useClock();
  const last = lastTradeOf(frame);
  const change = words.change(market?.change ?? 0);
  return (
    <section className="drawer-head">
      <h2>{label.title === '' ? label.name : label.title}</h2>
      <p className="text-text2">
        {label.category} › {label.eventTitle === '' ? label.event : label.eventTitle}
        {label.isCombo && ' · combo'}
      </p>
      {last !== undefined && (
        <div className="drawer-chance">
          <span className="drawer-percent" title={lastTitle(last.yesPrice, words)}>
            <small>{words.mark}</small>
            {words.of(last.yesPrice)}
          </span>
          <span className="num">
            {market === undefined ? (
              <span className="text-text2">
                last trade {clock.dayMinute(last.at)} {clock.zone(last.at)}
              </span>
            ) : (
              <>
                <b title={changeWords(change)}>
                  <DirectionGlyph change={change} /> {points(change)} pt
                </b>
                <span className="text-text2">in {windowMinutes} min</span>
              </>
            )}
          </span>
          <TakerSplit frame={frame} />
        </div>
      )}
      <Drift frame={frame} />
    </section>
  );
}

/** Both volumes with their words, and one bar: solid YES, hollow NO. */
function TakerSplit({ frame: { market } }: { frame: MarketFrame }) {
  if (market === undefined) return null;
  const { yesVolume, noVolume, volume } = market;
  const yesShare = share(yesVolume, quantityAt([volume], 0));
  return (
    <div className="drawer-split num" title={`${yesShare} of the contracts were taken on the YES side`}>
      <span className="side-yes">
        <SideGlyph side="yes" /> YES <b>{compactContracts(yesVolume)}</b>
      </span>
      <span className="side-no">
        <b>{compactContracts(noVolume)}</b> <SideGlyph side="no" /> NO
      </span>
      <div className="drawer-split-bar" aria-hidden="true">
        {yesVolume > 0 && <i className="drawer-split-yes" style={{ flexGrow: yesVolume }} />}
        {noVolume > 0 && <i className="drawer-split-no" style={{ flexGrow: noVolume }} />}
      </div>
    </div>
  );
}
