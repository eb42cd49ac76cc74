/**
 * A panel as an image: a copy of its elements with the page's own styles in an SVG, which the browser draws. Nothing is fetched
 * but the page's own fonts. What a copy would lose is put into it: the pictures of canvases, how far a list is scrolled.
 */

/** What a reader may have typed into a field and XML cannot hold, even escaped. */
const NO_XML = /\p{Surrogate}|(?![\t\n\r])\p{Cc}/gu;
/** Nobody scrolls a picture; what they take of its width stays, so that nothing wraps otherwise. */
const NO_SCROLLBARS = '* { scrollbar-color: transparent transparent !important }';
const SVG = 'http://www.w3.org/2000/svg';

/** Returns the image of `panel` as it stands now, as large as it is. Rejects where the browser cannot draw it. */
export async function panelImage(panel: HTMLElement): Promise<HTMLImageElement> {
  const { width, height } = panel.getBoundingClientRect();
  // Before anything is waited for: the next frame may have other numbers.
  const copy = copyOf(panel, width, height);
  const styles = await pageStyles();
  const image = new Image();
  // A blob's address would make the canvas one that cannot be read.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(copy, styles, width, height))}`;
  await image.decode();
  return image;
}

function svgText(copy: Element, styles: string, width: number, height: number): string {
  const svg = document.createElementNS(SVG, 'svg');
  // The page's variables are those of the root, which is this one here.
  for (const { name, value } of document.documentElement.attributes)
    if (name.startsWith('data-') || name === 'class') svg.setAttribute(name, value);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  const style = document.createElementNS(SVG, 'style');
  style.textContent = styles + NO_SCROLLBARS;
  const frame = document.createElementNS(SVG, 'foreignObject');
  frame.setAttribute('width', '100%');
  frame.setAttribute('height', '100%');
  frame.append(copy);
  svg.append(style, frame);
  return new XMLSerializer().serializeToString(svg).replace(NO_XML, '\ufffd');
}

/** Returns a copy of `panel` inside empty copies of what it stands in, so that the same styles hold. */
function copyOf(panel: HTMLElement, width: number, height: number): Element {
  const copy = panel.cloneNode(true) as HTMLElement;
  carry(panel, copy);
  Object.assign(copy.style, {
    position: 'static',
    margin: '0',
    width: `${width}px`,
    height: `${height}px`,
  });
  let inner: HTMLElement = copy;
  for (let outer = panel.parentElement; outer !== null; outer = outer.parentElement) {
    const shell = outer.cloneNode(false) as HTMLElement;
    shell.style.display = 'contents';
    shell.append(inner);
    inner = shell;
  }
  return inner;
}

/** Puts into `copy` what cloning `from` leaves out. */
function carry(from: Element, copy: Element): void {
  const children = [...copy.children];
  [...from.children].forEach((child, index) => {
    const twin = children[index];
    if (twin === undefined) return;
    if (child instanceof HTMLCanvasElement) twin.replaceWith(pictureOf(child));
    else carry(child, twin);
  });
  const { scrollLeft: x, scrollTop: y } = from;
  if (x === 0 && y === 0) return;
  for (const [index, child] of [...from.children].entries()) {
    const twin = children[index];
    const isStuck = getComputedStyle(child).position === 'sticky';
    if (twin instanceof HTMLElement) twin.style.translate = `${-x}px ${isStuck ? 0 : -y}px`;
  }
}

function pictureOf(canvas: HTMLCanvasElement): HTMLImageElement {
  // Also of a canvas that a worker draws: what it showed last is drawn over. It has no context that could be asked.
  const plain = document.createElement('canvas');
  plain.width = Math.max(1, canvas.width);
  plain.height = Math.max(1, canvas.height);
  if (canvas.width > 0 && canvas.height > 0) plain.getContext('2d')?.drawImage(canvas, 0, 0);
  const image = new Image();
  image.src = plain.toDataURL();
  image.className = canvas.className;
  image.style.cssText = canvas.style.cssText;
  // Rules for `canvas` do not reach an image: it stands as the canvas does.
  const { position, inset, width, height, display } = getComputedStyle(canvas);
  Object.assign(image.style, { position, inset, width, height, display });
  return image;
}

/** Returns every rule of the page that holds now, with the fonts in it. */
async function pageStyles(): Promise<string> {
  const sheets = [...document.styleSheets].filter((sheet) => !sheet.disabled);
  const texts = await Promise.all(
    sheets.map((sheet) => rulesText(sheet.cssRules, sheet.href ?? document.baseURI)),
  );
  return texts.join('\n');
}

async function rulesText(rules: CSSRuleList, base: string): Promise<string> {
  const texts = await Promise.all([...rules].map((rule) => ruleText(rule, base)));
  return texts.join('\n');
}

async function ruleText(rule: CSSRule, base: string): Promise<string> {
  // In the image the width of the page would be that of the panel.
  if (rule instanceof CSSMediaRule)
    return matchMedia(rule.conditionText).matches ? rulesText(rule.cssRules, base) : '';
  if (rule instanceof CSSLayerBlockRule)
    return `@layer ${rule.name} {${await rulesText(rule.cssRules, base)}}`;
  if (rule instanceof CSSFontFaceRule) return fontText(rule, base);
  // Nothing moves in a picture.
  return rule instanceof CSSKeyframesRule ? '' : rule.cssText;
}

/** Returns a font with its file inside; nothing of one that the page has not used. */
async function fontText(rule: CSSFontFaceRule, base: string): Promise<string> {
  const family = plainName(rule.style.getPropertyValue('font-family'));
  const isUsed = [...document.fonts].some(
    (font) => font.status === 'loaded' && plainName(font.family) === family,
  );
  const file = /url\("?([^")]+)"?\)/.exec(rule.cssText)?.[1];
  if (!isUsed || file === undefined) return '';
  const answer = await fetch(new URL(file, base));
  if (!answer.ok) return '';
  const address = await dataAddress(await answer.blob());
  return rule.cssText.replace(file, address).replace(/font-display:[^;]+;/, '');
}

function plainName(family: string): string {
  return family.replace(/["']/g, '');
}

function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('A font could not be read.'));
    reader.readAsDataURL(blob);
  });
}
