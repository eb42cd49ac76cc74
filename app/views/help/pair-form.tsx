/** Pairing by hand: the code of the address that the relay prints. The address itself does the same in one click. */
import { useId, useState, type FormEvent } from 'react';
import { useFlowboard } from '../../state/flowboard-context.tsx';

export function PairForm({ onPaired }: { onPaired?: () => void }) {
  const flowboard = useFlowboard();
  const id = useId();
  const [code, setCode] = useState('');
  const [step, setStep] = useState<'idle' | 'busy' | 'refused'>('idle');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setStep('busy');
    const isPaired = await flowboard.pair(codeOf(code)).catch(() => false);
    setStep(isPaired ? 'idle' : 'refused');
    if (isPaired) onPaired?.();
  };
  return (
    <form className="pair-form" onSubmit={(event) => void submit(event)}>
      <label htmlFor={id} className="text-text2">
        Or paste the address or its code here
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          className="field num min-w-0 flex-1"
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          aria-describedby={`${id}-result`}
        />
        <button
          type="submit"
          className="button button-strong"
          disabled={code.trim() === '' || step === 'busy'}
        >
          Pair
        </button>
      </div>
      <p id={`${id}-result`} role="status" className="min-h-4 text-warn">
        {step === 'refused' &&
          'The relay refused this code. A code works once: press Enter there for a fresh one.'}
      </p>
    </form>
  );
}

/** Returns the code in "http://127.0.0.1:47831/#pair=CODE", or the text itself where it is the code. */
function codeOf(text: string): string {
  return text.trim().replace(/^.*#pair=/, '');
}
