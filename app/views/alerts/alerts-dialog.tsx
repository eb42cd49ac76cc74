/** Alerts: the rules, one of them while it is written, what fired, and how it is told. In a tab that follows all is read-only. */
import { useEffect, useRef, useState } from 'react';
import { Tabs } from 'radix-ui';
import { MAX_RULES, type AlertRule } from '#core/market/alerts/rule.ts';
import { alertPlace, type AlertTab } from '../../state/alert-form.ts';
import { markSeen } from '../../state/alerts-seen.ts';
import { useAlertRows, useAlertRules } from '../../state/alerts.ts';
import { closeDialog, dialog } from '../../state/dialogs.ts';
import { useIsFollower, useSession } from '../../state/flowboard-context.tsx';
import { useClock } from '../../state/reading.ts';
import { useSelected, useStore } from '../../state/store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { HistoryTab } from './history-tab.tsx';
import { OptionsTab } from './options-tab.tsx';
import { draftOf, newDraft } from './rule-draft.ts';
import { RuleForm } from './rule-form.tsx';
import { RulesTab } from './rules-tab.tsx';
import './alerts.css';

export function AlertsDialog() {
  const isOpen = useSelected(dialog, (name) => name === 'alerts');
  return (
    <Dialog
      title="Alerts"
      description="Rules look at the live feed while a tab records. Nothing leaves the computer."
      isOpen={isOpen}
      onClose={closeDialog}
      isWide
    >
      <AlertTabs />
    </Dialog>
  );
}

function AlertTabs() {
  const { tab, market } = useStore(alertPlace);
  const rules = useAlertRules();
  const rows = useAlertRows();
  const isFollower = useIsFollower();
  const clock = useClock();
  const [edited, setEdited] = useState<AlertRule>();
  useSeen(tab === 'history');
  const tabs = useRef<HTMLDivElement>(null);
  const isLed = useRef(false);
  const go = (next: AlertTab): void => alertPlace.set({ tab: next, market: undefined });
  /** By a button that goes with its tab: the focus goes on to the other one. */
  const lead = (next: AlertTab): void => {
    isLed.current = true;
    go(next);
  };
  useEffect(() => {
    if (!isLed.current) return undefined;
    isLed.current = false;
    // A panel is hidden for one more commit, and cannot have the focus until then.
    const frame = requestAnimationFrame(() =>
      tabs.current?.querySelector<HTMLElement>('[role="tabpanel"][data-state="active"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [tab]);
  const leave = (): void => {
    setEdited(undefined);
    lead('rules');
  };
  return (
    <Tabs.Root
      ref={tabs}
      value={tab}
      onValueChange={(next) => {
        setEdited(undefined);
        go(next as AlertTab);
      }}
      className="data-tabs alerts-tabs"
    >
      <Tabs.List className="data-tab-list" aria-label="Alerts">
        <Tabs.Trigger value="rules" className="data-tab">
          Rules
        </Tabs.Trigger>
        <Tabs.Trigger value="form" className="data-tab">
          {edited === undefined ? 'New rule' : 'Edit rule'}
        </Tabs.Trigger>
        <Tabs.Trigger value="history" className="data-tab">
          History
        </Tabs.Trigger>
        <Tabs.Trigger value="options" className="data-tab">
          Sound and quiet hours
        </Tabs.Trigger>
      </Tabs.List>
      {isFollower && tab !== 'history' && (
        <p className="text-text2">
          Another tab records: its rules are shown. To change them, press “Lead from this tab”.
        </p>
      )}
      <Tabs.Content value="rules" className="data-panel">
        <Fence isClosed={isFollower}>
          <RulesTab
            rules={rules}
            onNew={() => lead('form')}
            onEdit={(rule) => {
              setEdited(rule);
              lead('form');
            }}
          />
        </Fence>
      </Tabs.Content>
      <Tabs.Content value="form" className="data-panel">
        <Fence isClosed={isFollower}>
          {edited === undefined && rules.rules.length >= MAX_RULES ? (
            <p className="alerts-full">{MAX_RULES} rules are the most. Delete one to write another.</p>
          ) : (
            <RuleForm
              key={`${edited?.id} ${market}`}
              start={edited === undefined ? newDraft(crypto.randomUUID(), market) : draftOf(edited, clock)}
              before={edited}
              onCancel={leave}
              onSave={(rule) => {
                rules.put(rule);
                leave();
              }}
            />
          )}
        </Fence>
      </Tabs.Content>
      <Tabs.Content value="history" className="data-panel">
        <HistoryTab rows={rows} rules={rules.rules} />
      </Tabs.Content>
      <Tabs.Content value="options" className="data-panel">
        <Fence isClosed={isFollower}>
          <OptionsTab rules={rules} />
        </Fence>
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** What only the tab that leads may change. */
function Fence({ isClosed, children }: { isClosed: boolean; children: React.ReactNode }) {
  return (
    <fieldset disabled={isClosed} className="alerts-fence">
      {children}
    </fieldset>
  );
}

/** What stands on the screen is seen. */
function useSeen(isShown: boolean): void {
  const newest = useAlertRows()?.at(-1)?.id;
  const exchangeId = useSession((session) => session.exchangeId);
  useEffect(() => {
    if (isShown && newest !== undefined && exchangeId !== undefined) markSeen(exchangeId, newest);
  }, [isShown, newest, exchangeId]);
}
