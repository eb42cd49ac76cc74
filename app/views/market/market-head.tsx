/** Question, place in the exchange's tree, chance with its change, and how the volume splits by taker. */
import type { MarketFrame } from '#contract/frames.ts';
import { quantityAt } from '../../charts/columns.ts';
import { share } from '../../format/number.ts';
import { clock } from '../../format/time.ts';
import { changeWords, compactContracts, percent, points } from '../../format/units.ts';
import { useFrames } from '../../state/flowboard-context.tsx';
import { DirectionGlyph, SideGlyph } from '../../ui/glyphs.tsx';
import { lastTradeOf } from './market-facts.ts';

export function MarketHead({ frame }: { frame: MarketFrame }) {
  const windowMinutes = useFrames((frames) => frames.windowMinutes);
  const { label, market } = frame;
  const last = lastTradeOf(frame);
  return (
    <section className="drawer-head">
      <h2>{label.title === '' ? label.name : label.title}</h2>
      <p className="text-text2">
        {label.category} › {label.eventTitle === '' ? label.event : label.eventTitle}
        {label.isCombo && ' · combo'}
      </p>
      {last !== undefined && (
        <div className="drawer-chance">
          <span className="drawer-percent" title="Last price as a chance">
            {percent(last.yesPrice)}
          </span>
          <span className="num">
            {market === undefined ? (
              <span className="text-text2">last trade {clock.dayMinute(last.at)}</span>
            ) : (
              <>
                <b title={changeWords(market.change)}>
                  <DirectionGlyph change={market.change} /> {points(market.change)} pt
                </b>
                <span className="text-text2">in {windowMinutes} min</span>
              </>
            )}
          </span>
          <TakerSplit frame={frame} />
        </div>
      )}
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
