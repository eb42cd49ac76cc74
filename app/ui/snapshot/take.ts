/** Takes the picture of a panel with its stamp, and hands it over: to the clipboard where the browser lets it, else as a file. */
import { toast } from 'sonner';
import { sentenceOf } from '../../state/tell.ts';
import { saveFile } from '../save-file.ts';
import { panelImage } from './panel-image.ts';
import { stampLines } from './stamp.ts';

/** At least two pixels for each of the page's: what is small stays readable. */
const LEAST_RATIO = 2;
const LINE = 18;
const EDGE = 8;

export interface Picture {
  readonly panel: HTMLElement;
  readonly title: string;
  /** Of the stamp. */
  readonly words: readonly string[];
  /** Of the file, should it become one. */
  readonly fileName: string;
}

/** Takes and hands over; says how it went as a toast. */
export async function takePicture(picture: Picture): Promise<void> {
  const { title, fileName } = picture;
  const stamp = picture.words.slice(1).join(' · ');
  // Drawn once, whoever takes it. The clipboard must be asked at once, while the reader's press is still fresh.
  const taken = pictureBlob(picture);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': taken })]);
    const blob = await taken;
    toast(`Picture copied: ${title}`, {
      description: stamp,
      action: { label: 'Save as file', onClick: () => saveFile(blob, fileName) },
    });
  } catch {
    // No clipboard, or not for us; a picture that could not be drawn fails here once more, with its reason.
    await taken.then(
      (blob) => {
        saveFile(blob, fileName);
        toast(`Picture saved: ${title}`, {
          description: `${stamp}. The browser did not let it be copied.`,
        });
      },
      (error: unknown) =>
        toast.error(`No picture of ${title}: ${sentenceOf(error)}`, {
          description: 'This browser may not be able to draw a panel. A screenshot of the system can.',
        }),
    );
  }
}

/** Returns the PNG: the panel, and the stamp under it. */
async function pictureBlob({ panel, words }: Picture): Promise<Blob> {
  const { width, height } = panel.getBoundingClientRect();
  const style = getComputedStyle(panel);
  const theme = (name: string): string => style.getPropertyValue(name).trim();
  const image = await panelImage(panel);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The browser gave no canvas.');
  const font = `12px ${style.fontFamily}`;
  context.font = font;
  const lines = stampLines(words, width - 2 * EDGE, (text) => context.measureText(text).width);
  const ratio = Math.max(LEAST_RATIO, devicePixelRatio);
  canvas.width = Math.ceil(width * ratio);
  canvas.height = Math.ceil((height + lines.length * LINE + 2 * EDGE) * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = theme('--bg0');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, width, height);
  context.font = font;
  context.textBaseline = 'middle';
  context.fillStyle = theme('--text');
  lines.forEach((line, index) => context.fillText(line, EDGE, height + EDGE + (index + 0.5) * LINE));
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The browser made no picture of it.')) : resolve(blob)),
      'image/png',
    );
  });
}
