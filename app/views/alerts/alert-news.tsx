/**
 * New alerts, told: a toast in every tab that is looked at, a tone and a notification of the system from the tab that leads
 * alone, the latter only while its page is hidden. Many at once are one announcement. Draws nothing itself.
 */
import { useEffect, useRef } from 'react';
import { toast } from 'sonner';
import type { AlertRow } from '#contract/rows.ts';
import { counted } from '../../format/number.ts';
import { priceWords, type PriceWords } from '../../format/price-words.ts';
import { clockOf, type Clock } from '../../format/time.ts';
import { alertPlace } from '../../state/alert-form.ts';
import { openDialog } from '../../state/dialogs.ts';
import { display } from '../../state/display.ts';
import { useFlowboard } from '../../state/flowboard-context.tsx';
import { Announcements, pageClock, pageVoice } from '../../state/announcements.ts';
import { useClock, useWords } from '../../state/reading.ts';
import { goTo } from '../../state/view.ts';
import { firingWords, lateWords, ruleName, severityOf, subjectWords, type Severity } from './alert-words.ts';
import { notify } from './system-notice.ts';
import { play } from './tone.ts';

const WORST: readonly Severity[] = ['urgent', 'warning', 'news'];

export function AlertNews() {
  const flowboard = useFlowboard();
  const told = useRef<number>(flowboard.alerts.getSnapshot().openedAt);
  useEffect(() => {
    const toasts = new Announcements<AlertRow>(pageClock, showToast, pageVoice);
    const notices = new Announcements<AlertRow>(pageClock, showNotice);
    let missed: readonly AlertRow[] = [];
    const look = (): void => {
      // A row's number is never below its time: older ones fired before this page was opened.
      const news = (flowboard.alerts.getSnapshot().rows ?? []).filter(({ id }) => id > told.current);
      told.current = Math.max(told.current, news.at(-1)?.id ?? 0);
      const loud = news.filter(({ isQuiet }) => !isQuiet);
      if (loud.length === 0) return;
      // Toasts would pile up behind a page that nobody looks at: they come together when somebody does.
      if (isHidden()) missed = [...missed, ...loud];
      else toasts.add(loud);
      const { role, settings } = flowboard.session.getSnapshot();
      if (role !== 'leader') return;
      const sounding = new Set(loud.filter(({ sound }) => sound).map(({ kind }) => severityOf(kind)));
      const worst = WORST.find((severity) => sounding.has(severity));
      if (settings.alerts.isSoundOn && worst !== undefined) play(worst);
      if (isHidden()) notices.add(loud.filter((row) => row.notify));
    };
    const shown = (): void => {
      if (isHidden()) return;
      toasts.add(missed);
      missed = [];
    };
    look();
    document.addEventListener('visibilitychange', shown);
    const off = flowboard.alerts.subscribe(look);
    return () => {
      off();
      document.removeEventListener('visibilitychange', shown);
      toasts.stop();
      notices.stop();
    };
  }, [flowboard]);
  return null;
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}

function showNotice(rows: readonly AlertRow[]): void {
  // It has waited for its turn: who is back is told by a toast.
  if (!isHidden()) return;
  const { priceForm, outcome, zone } = display.getSnapshot();
  notify(titleOf(rows), bodyOf(rows, priceWords(priceForm, outcome), clockOf(zone)));
}

/** Sonner's list is a polite live region: a toast is read when it comes. */
function showToast(rows: readonly AlertRow[]): void {
  const [only] = rows;
  const ticker = rows.length === 1 ? only?.ticker : undefined;
  const action =
    ticker === undefined
      ? { label: 'History', onClick: openHistory }
      : { label: 'Open', onClick: () => goTo({ view: 'flow', drawer: ticker }) };
  toast(titleOf(rows), { description: <ToastBody rows={rows} />, action });
}

function openHistory(): void {
  alertPlace.set({ tab: 'history', market: undefined });
  openDialog('alerts');
}

/** Drawn, not told once: a choice of form, outcome or zone changes what stands on the screen. */
function ToastBody({ rows }: { rows: readonly AlertRow[] }) {
  const words = useWords();
  const clock = useClock();
  return bodyOf(rows, words, clock);
}

function titleOf(rows: readonly AlertRow[]): string {
  const [first] = rows;
  return first !== undefined && rows.length === 1
    ? `${ruleName({ name: first.rule, kind: first.kind })}: ${subjectWords(first)}`
    : `${counted(rows.length, 'alert')}: ${rulesOf(rows)}`;
}

function rulesOf(rows: readonly AlertRow[]): string {
  const names = [...new Set(rows.map(({ rule, kind }) => ruleName({ name: rule, kind })))];
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}

function bodyOf(rows: readonly AlertRow[], words: PriceWords, clock: Clock): string {
  const [first] = rows;
  if (first !== undefined && rows.length === 1)
    return `${firingWords(first, words, clock)}, ${lateWords(first.lateMs)}`;
  const names = [...new Set(rows.map(subjectWords))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + more;
}
