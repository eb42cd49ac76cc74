/** In place of the board when there is no board to show: another tab leads, or this page is not paired and holds nothing. */
import type { ReactNode } from 'react';
import { AppWindow, Unplug } from 'lucide-react';
import { HOW_TO_PAIR } from '../help/how-to-pair.ts';
import { PairForm } from '../help/pair-form.tsx';

export function WaitingNotice() {
  return (
    <Notice icon={<AppWindow size={20} />} title="Flowboard runs in another tab">
      <p>One tab records and draws at a time, so that nothing is stored twice.</p>
      <p>Close the other tab, and this one takes over by itself.</p>
    </Notice>
  );
}

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
