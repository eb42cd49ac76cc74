/** What axe finds on a page, in words; and the looks in which a page is looked at. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Look = readonly [theme: 'dark' | 'light', palette: 'default' | 'contrast' | 'classic' | 'mono'];

export const THEMES: readonly Look[] = [
  ['dark', 'default'],
  ['light', 'default'],
];
export const EVERY_LOOK: readonly Look[] = (['dark', 'light'] as const).flatMap((theme) =>
  (['default', 'contrast', 'classic', 'mono'] as const).map((palette): Look => [theme, palette]),
);

/** Label in Name (2.5.3) is a rule that axe has and does not yet count among those of WCAG A. */
const OF_THEIR_OWN = { 'label-content-name-mismatch': { enabled: true } };

/** Returns what axe finds, a line each: rule, where, and what it says of it. Of `within` alone, a selector, where it is given. */
export async function faults(
  page: Page,
  rules: readonly string[] = [],
  within = 'html',
): Promise<readonly string[]> {
  // Without another page for each look, which is for frames of other origins: there are none.
  const builder = new AxeBuilder({ page }).setLegacyMode().include(within);
  const { violations } = await (
    rules.length === 0
      ? builder.options({ runOnly: { type: 'tag', values: TAGS }, rules: OF_THEIR_OWN })
      : builder.withRules([...rules])
  ).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`,
    ),
  );
}

/**
 * Returns what axe finds in each of `looks`. They are styles alone: all but contrast is looked at in the first. Of `within` alone
 * where it is given: the pages around it are looked at in axe.spec.ts.
 */
export async function faultsIn(
  page: Page,
  looks: readonly Look[],
  within?: string,
): Promise<readonly string[]> {
  const dress = (wanted: object) =>
    page.evaluate((choices) => Object.assign(document.documentElement.dataset, choices), wanted);
  const found: string[] = [];
  for (const [index, [theme, palette]] of looks.entries()) {
    await dress({ theme, palette });
    for (const fault of await faults(page, index === 0 ? [] : ['color-contrast'], within))
      found.push(`${theme} ${palette}: ${fault}`);
  }
  await dress({ theme: 'dark', palette: 'default' });
  return found;
}
