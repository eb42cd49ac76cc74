/** The buttons over the picture: nearer and further in price, microprice, holding the colours. */
import type { MouseEvent } from 'react';
import { Minus, Pin, Plus } from 'lucide-react';
import { Button, IconButton } from '../../../ui/button.tsx';
import { updateLook } from './liquidity-look.ts';
import { ZOOM_STEP } from './price-zoom.ts';

interface LiquidityToolsProps {
  readonly canComeNearer: boolean;
  readonly canGoBack: boolean;
  /** Above 1: nearer. */
  readonly onZoom: (factor: number) => void;
  readonly hasMicroprice: boolean;
  readonly isPinned: boolean;
  readonly onPin: () => void;
}

/** The cursor that a finger has set stays: it is what a zoom holds in its place. */
const keepCursor = (event: MouseEvent): void => event.preventDefault();

export function LiquidityTools(props: LiquidityToolsProps) {
  const { canComeNearer, canGoBack, onZoom, hasMicroprice, isPinned, onPin } = props;
  return (
    <div className="liq-tools">
      <div className="liq-zoom" role="group" aria-label="Zoom in price">
        <IconButton
          isSmall
          label="Show more prices ( − )"
          disabled={!canGoBack}
          onMouseDown={keepCursor}
          onClick={() => onZoom(1 / ZOOM_STEP)}
        >
          <Minus size={14} aria-hidden="true" />
        </IconButton>
        <IconButton
          isSmall
          label="Show fewer prices ( + )"
          disabled={!canComeNearer}
          onMouseDown={keepCursor}
          onClick={() => onZoom(ZOOM_STEP)}
        >
          <Plus size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <Button
        isSmall
        aria-pressed={hasMicroprice}
        title="Microprice: the middle, weighted by what rests on the other side"
        onClick={() => updateLook({ hasMicroprice: !hasMicroprice })}
      >
        <i className="liq-line" data-side="micro" /> Micro
      </Button>
      <Button isSmall aria-pressed={isPinned} title="Keep the scale of colours as it is" onClick={onPin}>
        <Pin size={12} aria-hidden="true" /> <span className="liq-tool-word">Pin</span>
      </Button>
    </div>
  );
}
