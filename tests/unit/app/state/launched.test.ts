import { expect, test } from 'vitest';
import { dataTab, dialog } from '../../../../app/state/dialogs.ts';
import { bringIn, launchedFiles, takeLaunched } from '../../../../app/state/launched.ts';

test('files wait in line, first come first served, and the Import tab is shown', () => {
  const [a, b] = [new File([], 'a.sqlite'), new File([], 'b.jsonl')];
  bringIn(a);
  bringIn(b);
  expect([dialog.getSnapshot(), dataTab.getSnapshot()]).toEqual(['data', 'import']);
  expect([takeLaunched(), takeLaunched(), takeLaunched()]).toEqual([a, b, undefined]);
  expect(launchedFiles.getSnapshot()).toEqual([]);
});
