/** The sentence of a word, beside it. Takes no focus. */
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { Popper } from 'radix-ui/internal';
import { onEscapeFirst } from './escape.ts';
import { GLOSSARY, type TermName } from './glossary.ts';

interface TermCardProps {
  readonly id: string;
  readonly of: TermName;
  /** What it stands beside. */
  readonly word: RefObject<HTMLElement | null>;
  readonly onHover: (isIn: boolean) => void;
  /** Escape, or a press elsewhere. */
  readonly onClose: () => void;
}

export function TermCard({ id, of, word, onHover, onClose }: TermCardProps) {
  const [name, meaning] = GLOSSARY[of];
  const card = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);
  // In front of a mark of the round, too.
  useEffect(() => onEscapeFirst(() => close(), '.tooltip, .tour'), []);
  useEffect(() => {
    const onPointerDown = ({ target }: PointerEvent): void => {
      const isOn = (element: HTMLElement | null): boolean =>
        target instanceof Node && element?.contains(target) === true;
      if (!isOn(word.current) && !isOn(card.current)) close();
    };
    window.addEventListener('pointerdown', onPointerDown, true);
    return () => window.removeEventListener('pointerdown', onPointerDown, true);
  }, [word]);
  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={word} />
      {createPortal(
        <Popper.Content
          ref={card}
          id={id}
          role="tooltip"
          className="tooltip"
          side="top"
          sideOffset={4}
          collisionPadding={8}
          onPointerEnter={() => onHover(true)}
          onPointerLeave={() => onHover(false)}
        >
          <b>{name}.</b> {meaning}
        </Popper.Content>,
        document.body,
      )}
    </Popper.Root>
  );
}
