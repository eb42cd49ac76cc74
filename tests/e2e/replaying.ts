/** A replay as a person finds it: opened from the list of recordings, with a frame, controls and a place in the recording. */
import type { Page } from 'playwright/test';
import { expect } from './board.ts';

export const banner = (page: Page) => page.getByRole('region', { name: 'Replay', exact: true });
export const controls = (page: Page) => page.getByRole('contentinfo', { name: 'Replay controls' });
export const line = (page: Page) => controls(page).getByRole('slider', { name: 'Place in the recording' });

/** Opens the newest recording from the list, at its beginning. */
export async function openReplay(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Data', exact: true }).click();
  const data = page.getByRole('dialog', { name: 'Data' });
  await data.getByRole('tab', { name: 'Recordings' }).click();
  await data
    .getByRole('button', { name: /^Replay / })
    .first()
    .click();
  await expect(banner(page)).toContainText('REPLAY');
  await expect(line(page)).toBeVisible();
}
