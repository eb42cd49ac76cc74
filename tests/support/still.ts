/**
 * The page as it is at one moment, without its scripts: some states last three seconds, and a look at them in every theme and
 * palette takes longer. What is drawn on canvases is left out, and a dialog is no modal one any more.
 */
import type { Page } from 'playwright/test';

/** Returns the whole document with all its styles in it. */
export const stillOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap((sheet) =>
      [...sheet.cssRules].map((rule) => rule.cssText),
    );
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    for (const part of copy.querySelectorAll('script, link, style')) part.remove();
    const style = document.createElement('style');
    style.textContent = rules.join('\n');
    copy.querySelector('head')?.append(style);
    return `<!doctype html>${copy.outerHTML}`;
  });
