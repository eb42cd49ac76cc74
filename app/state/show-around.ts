/** Somebody asks to be led around, from Help or from the palette: the round is about the front page. */
import { closeDialog } from './dialogs.ts';
import { startTour } from './tour.ts';
import { FRONT, goTo } from './view.ts';

export function showAround(): void {
  closeDialog();
  goTo(FRONT);
  startTour();
}
