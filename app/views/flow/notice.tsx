/** In place of the board when there is no board to show: this page is not paired and holds nothing. */
import type { ReactNode } from 'react';
import { Unplug } from 'lucide-react';
import { HOW_TO_PAIR } from '../help/how-to-pair.ts';
import { PairForm } from '../help/pair-form.tsx';

export function UnpairedNotice({ reason }: { reason: string }) {
  return (
    <Notice icon={<Unplug size={20} />} title="Pair this page with the relay">
      <p>{reason === '' ? HOW_TO_PAIR : reason} A paired browser stays paired.</p>
      <PairForm />
    </Notice>
  );
}

function Notice({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <main className="notice-page">
      <div className="notice" role="status">
        <span className="notice-icon" aria-hidden="true">
          {icon}
        </span>
        <h2 className="text-stat font-semibold">{title}</h2>
        {children}
      </div>
    </main>
  );
}
