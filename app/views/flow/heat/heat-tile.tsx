/**
 * One tile: a button with colour, hatch when falling, ring when bursting, a folded corner when pinned, and as many words as
 * fit. Its name is what is drawn, filled up for readers by what is not.
 */
import { memo, type CSSProperties } from 'react';
import { DirectionGlyph } from '../../../ui/glyphs.tsx';
import { Unseen } from '../../../ui/unseen.tsx';
import { changeWords, directionWord, points } from '../../../format/units.ts';
import type { HeatBin } from './heat-colour.ts';
import { heatSparkPath, type SparkBox } from './heat-spark.ts';
import type { Sparkline } from '#contract/frames.ts';

export interface HeatTileProps {
  readonly ticker: string;
  /** In full, for readers: a tile has room for less. */
  readonly name: string;
  /** "1.2k contracts"; and the outcome that `price` is of where it does not say so itself: for readers. */
  readonly volume: string;
  readonly side: 'YES' | 'NO' | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly bin: HeatBin;
  readonly isBurst: boolean;
  readonly isPinned: boolean;
  /** The market has left the newest frame: values are those of the last ranking. */
  readonly isOld: boolean;
  readonly isTabStop: boolean;
  /** Lines of the name joined by a line feed: a string compares by value. */
  readonly label: string;
  readonly size: 'large' | 'small';
  /** In words; NO's with its side: "NO 36¢". */
  readonly price: string;
  readonly hasPrice: boolean;
  readonly change: number;
  readonly hasChange: boolean;
  readonly spark: Sparkline | undefined;
  /** The path is of NO prices. */
  readonly isMirrored: boolean;
}

/** Large type: lines of 20 px, the price's among them; pads as in heat.css. */
const LINE_HEIGHT = 20;
const PAD_X = 16;
const PAD_Y = 18;
const MIN_SPARK_HEIGHT = 14;

/** Returns what the words leave free of a large tile. */
function sparkRoom({ width, height, hasPrice }: HeatTileProps, nameLines: number): SparkBox {
  return { width: width - PAD_X, height: height - PAD_Y - (nameLines + (hasPrice ? 1 : 0)) * LINE_HEIGHT };
}

export const HeatTile = memo(function HeatTile(props: HeatTileProps) {
  const style: CSSProperties = {
    transform: `translate(${props.x}px, ${props.y}px)`,
    width: props.width,
    height: props.height,
  };
  const lines = props.label.split('\n');
  const room = sparkRoom(props, lines.length);
  const whole = lines.join(' ') === props.name ? '' : `${props.name}, `;
  const side = props.side === undefined ? '' : `${props.side} `;
  const isChangeDrawn = props.hasPrice && props.hasChange;
  const unit = props.size === 'large' ? '' : 'pt, ';
  const changeLeft = isChangeDrawn ? unit : `${changeWords(props.change)}, `;
  return (
    <button
      type="button"
      className={`heat-tile heat-${props.size}`}
      style={style}
      data-ticker={props.ticker}
      data-bin={props.bin}
      data-burst={props.isBurst || undefined}
      data-pinned={props.isPinned || undefined}
      data-old={props.isOld || undefined}
      tabIndex={props.isTabStop ? 0 : -1}
    >
      {props.label !== '' &&
        lines.map((line) => (
          <span key={line} className="heat-name">
            {line}
          </span>
        ))}
      <Unseen words={whole + side + (props.hasPrice ? '' : props.price)} />
      {props.hasPrice && (
        <span className="heat-values num">
          <b>{props.price}</b>
          {props.hasChange && (
            <>
              <DirectionGlyph change={props.change} />
              <Unseen words={`${directionWord(props.change)} `} />
              {points(props.change)}
              {props.size === 'large' && ' pt'}
            </>
          )}
        </span>
      )}
      <Unseen words={changeLeft + props.volume + (props.isPinned ? ', pinned' : '')} />
      {props.spark !== undefined && room.height >= MIN_SPARK_HEIGHT && (
        <svg className="heat-spark" width={room.width} height={room.height} aria-hidden="true">
          <path d={heatSparkPath(props.spark, room, props.isMirrored)} />
        </svg>
      )}
    </button>
  );
});
