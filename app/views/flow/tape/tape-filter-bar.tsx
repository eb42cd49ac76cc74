/**
 * What the tape is narrowed down to: a field for words, and a chip for every other part of the filter that is set. A chip is
 * taken back by pressing it; size and category are chosen in a small sheet. Words take effect a moment after the last letter.
 */
import { Suspense, useEffect, useState, type KeyboardEvent } from 'react';
import { Search, SlidersHorizontal, X } from 'lucide-react';
import { grouped, counted } from '../../../format/number.ts';
import { TapeFilterSheet } from '../../../lazy.ts';
import { boardFilter, chooseCategory, filterTape, LONGEST_TEXT } from '../../../state/board-filter.ts';
import { useStore } from '../../../state/store.ts';
import { IconButton } from '../../../ui/button.tsx';
import { nameWith } from '../../../ui/name-with.ts';
import { Popover } from '../../../ui/popover.tsx';

/** Between two strokes of a quick typist pass some 100 ms: the worker is not asked for every letter. */
const PAUSE_MS = 120;

interface TapeFilterBarProps {
  /** Of the field, so that a key can go there. */
  readonly id: string;
  /** The reader is done with the field. */
  readonly onLeave: () => void;
}

export function TapeFilterBar({ id, onLeave }: TapeFilterBarProps) {
  const filter = useStore(boardFilter);
  const [isOpen, setOpen] = useState(false);
  const { category, minContracts } = filter;
  return (
    <div className="tape-filter" role="search" aria-label="Filter of the tape">
      <WordsField id={id} text={filter.text} onLeave={onLeave} />
      {minContracts > 0 && (
        <Chip
          name={`At least ${counted(minContracts, 'contract')}: take this back`}
          text={`≥ ${grouped(minContracts)}`}
          onClick={() => filterTape({ minContracts: 0 })}
        />
      )}
      {category !== undefined && (
        <Chip
          name={`Category ${category}: take this back`}
          text={category}
          onClick={() => chooseCategory(undefined)}
        />
      )}
      <Popover
        label="Filter of the tape"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={
          <IconButton isSmall label="Filter by size and category">
            <SlidersHorizontal size={14} aria-hidden="true" />
          </IconButton>
        }
      >
        <Suspense>
          <TapeFilterSheet />
        </Suspense>
      </Popover>
    </div>
  );
}

interface WordsFieldProps {
  readonly id: string;
  readonly text: string;
  readonly onLeave: () => void;
}

function WordsField({ id, text, onLeave }: WordsFieldProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  // Cleared, or set by somebody else.
  if (text !== known) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === boardFilter.getSnapshot().text) return undefined;
    const timer = setTimeout(() => filterTape({ text: typed }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    if (event.key === 'Escape' && typed !== '') setTyped('');
    else onLeave();
  };
  return (
    <span className="tape-words" data-set={typed.trim() !== '' || undefined}>
      <Search size={13} aria-hidden="true" />
      <input
        id={id}
        type="text"
        value={typed}
        maxLength={LONGEST_TEXT}
        placeholder="Filter"
        aria-label="Only trades of markets with these words"
        autoComplete="off"
        spellCheck={false}
        data-escape
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {typed !== '' && (
        <button type="button" aria-label="Clear the words" onClick={() => setTyped('')}>
          <X size={13} aria-hidden="true" />
        </button>
      )}
    </span>
  );
}

function Chip({ name: meaning, text, onClick }: { name: string; text: string; onClick: () => void }) {
  const name = nameWith(text, meaning);
  return (
    <button type="button" className="filter-chip num" aria-label={name} title={name} onClick={onClick}>
      <span>{text}</span>
      <X size={12} aria-hidden="true" />
    </button>
  );
}
