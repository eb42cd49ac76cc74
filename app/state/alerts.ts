/** Rules and history of alerts as components read and change them. */
import { useMemo } from 'react';
import type { AlertRow } from '#contract/rows.ts';
import type { AlertRule, AlertSettings } from '#core/market/alerts/rule.ts';
import { alertsSeen } from './alerts-seen.ts';
import { useFlowboard, useSession } from './flowboard-context.tsx';
import { useSelected, useStore } from './store.ts';
import { tell } from './tell.ts';

const NONE: readonly AlertRow[] = [];

/** Returns the history, oldest first; `undefined` until a worker has answered. */
export function useAlertRows(): readonly AlertRow[] | undefined {
  return useSelected(useFlowboard().alerts, ({ rows }) => rows);
}

/** Returns how many alerts the reader has not looked at. */
export function useUnseen(): number {
  const rows = useAlertRows() ?? NONE;
  const exchangeId = useSession((session) => session.exchangeId) ?? '';
  const seen = useStore(alertsSeen)[exchangeId] ?? 0;
  return useMemo(() => rows.filter(({ id }) => id > seen).length, [rows, seen]);
}

export interface AlertRules extends AlertSettings {
  /** Changes what is named and keeps the rest. */
  change(change: Partial<AlertSettings>): void;
  /** Adds a rule, or puts it in the place of the one with its id. */
  put(rule: AlertRule): void;
  remove(id: string): void;
}

/** Returns the rules and the ways to change them. */
export function useAlertRules(): AlertRules {
  const flowboard = useFlowboard();
  const alerts = useSession((session) => session.settings.alerts);
  return useMemo(() => {
    // What was kept a moment ago, not what was drawn: two changes in a row must not undo each other.
    const kept = (): AlertSettings => flowboard.session.getSnapshot().settings.alerts;
    const change = (next: Partial<AlertSettings>): void =>
      tell(flowboard.updateSettings({ alerts: { ...kept(), ...next } }));
    return {
      ...alerts,
      change,
      put: (rule) => change({ rules: withRule(kept().rules, rule) }),
      remove: (id) => change({ rules: kept().rules.filter((rule) => rule.id !== id) }),
    };
  }, [flowboard, alerts]);
}

/** Returns `rules` with `rule` in the place of the one with its id, else at the end. */
export function withRule(rules: readonly AlertRule[], rule: AlertRule): readonly AlertRule[] {
  return rules.some(({ id }) => id === rule.id)
    ? rules.map((each) => (each.id === rule.id ? rule : each))
    : [...rules, rule];
}
