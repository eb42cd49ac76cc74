/** The brake: nothing on the page changes until it is let go; recording goes on. A word in the second bar, an icon in a head. */
import { Pause, Play } from 'lucide-react';
import { useFlowboard, useFrames } from '../../../state/flowboard-context.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';

interface FreezeButtonProps {
  readonly isIcon?: boolean;
}

export function FreezeButton({ isIcon = false }: FreezeButtonProps) {
  const { frames } = useFlowboard();
  const isFrozen = useFrames((latest) => latest.isFrozen);
  const word = isFrozen ? 'Go on' : 'Freeze';
  const Icon = isFrozen ? Play : Pause;
  const toggle = (): void => frames.freeze(!isFrozen);
  if (isIcon)
    return (
      <IconButton label={word} className="freeze-icon" data-on={isFrozen} onClick={toggle}>
        <Icon size={15} aria-hidden="true" />
      </IconButton>
    );
  return (
    <Button
      className="freeze"
      data-on={isFrozen}
      title="Stop every update on this page. Recording goes on."
      onClick={toggle}
    >
      <Icon size={13} aria-hidden="true" />
      <span className="freeze-word">{word}</span>
    </Button>
  );
}
