import { expect, test, vi } from 'vitest';
import { followInstall, install, installOffer } from '../../../../app/state/install.ts';

test('the browser does not ask by itself; our button does, once for each offer, and not after the installation', async () => {
  const scope = new EventTarget();
  followInstall(scope as Pick<Window, 'addEventListener'>);
  const offer = (): { event: Event; prompt: ReturnType<typeof vi.fn> } => {
    const prompt = vi.fn(() => Promise.resolve());
    return {
      prompt,
      event: Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }),
    };
  };
  expect(installOffer.getSnapshot()).toBeUndefined();
  const first = offer();
  scope.dispatchEvent(first.event);
  expect([first.event.defaultPrevented, installOffer.getSnapshot()]).toEqual([true, first.event]);
  await install();
  expect(first.prompt).toHaveBeenCalledOnce();
  await install();
  expect([first.prompt.mock.calls.length, installOffer.getSnapshot()]).toEqual([1, undefined]);
  scope.dispatchEvent(offer().event);
  scope.dispatchEvent(new Event('appinstalled'));
  expect(installOffer.getSnapshot()).toBeUndefined();
});
