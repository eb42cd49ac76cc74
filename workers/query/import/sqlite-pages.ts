/**
 * Where a SQLite file is damaged, by its bytes: is its first page a header that can be, is the file as long as that says, and
 * are the pages that list its tables what they must be? SQLite refuses such files too, but does not say where; of all other
 * pages it says so itself. Reads the file format of sqlite.org/fileformat2.html; changes and executes nothing.
 */

const HEADER_BYTES = 100;
const MIN_PAGE = 512;
/** Written as 1, since it does not fit. */
const MAX_PAGE = 65_536;
/** Types of a page: of the tree of a table, between the root and the leaves, and a leaf. */
const INTERIOR = 5;
const LEAF = 13;
/** In a page's header: its type, how many cells it has, its last child; then the places of the cells, 2 bytes each. */
const CELL_COUNT_AT = 3;
const LAST_CHILD_AT = 8;
const PLACES_AT = 12;

/** Returns what is wrong with the file as a sentence that names the page; `undefined` where nothing is, so far as this looks. */
export function layoutProblem(file: Uint8Array): string | undefined {
  if (file.length < HEADER_BYTES)
    return `The SQLite file is cut off on page 1: expected a header of ${HEADER_BYTES} bytes, found ${file.length}.`;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const written = view.getUint16(16);
  const pageSize = written === 1 ? MAX_PAGE : written;
  if (pageSize < MIN_PAGE || (pageSize & (pageSize - 1)) !== 0)
    return `The header of the SQLite file (page 1) is damaged: expected a page size that is a power of two from ${MIN_PAGE} to ${MAX_PAGE}, found ${written}.`;
  // Fixed by the format; SQLite takes a file with any others for none of its own.
  const fractions = [view.getUint8(21), view.getUint8(22), view.getUint8(23)].join(', ');
  if (fractions !== '64, 32, 32')
    return `The header of the SQLite file (page 1) is damaged: expected the payload fractions 64, 32, 32, found ${fractions}.`;
  return lengthProblem(view, pageSize) ?? schemaProblem(view, pageSize);
}

/** Returns the page that SQLite's words about damage name, as in "Tree 12 page 40: btreeInitPage() returns error code 11". */
export function pageNamed(words: string): number | undefined {
  const page = /\bpage (\d+)/i.exec(words)?.[1];
  return page === undefined ? undefined : Number(page);
}

function lengthProblem(view: DataView, pageSize: number): string | undefined {
  const pages = view.getUint32(28);
  // Where the two differ a program from before 2010 has written: the count is of no use then.
  const isKnown = pages > 0 && view.getUint32(24) === view.getUint32(92);
  const expected = isKnown ? pages : 1;
  if (view.byteLength >= expected * pageSize) return undefined;
  const whole = Math.floor(view.byteLength / pageSize);
  const rest = view.byteLength % pageSize;
  const where = rest === 0 ? `after page ${whole}` : `on page ${whole + 1}`;
  return `The SQLite file is cut off ${where}: expected ${expected === 1 ? '1 page' : `${expected} pages`} of ${pageSize} bytes as its header says, found ${whole} whole.`;
}

/** The list of tables is a tree from page 1 on, of two floors at most in files of ours. */
function schemaProblem(view: DataView, pageSize: number): string | undefined {
  const type = view.getUint8(HEADER_BYTES);
  if (type !== INTERIOR && type !== LEAF) return notATable(1, type);
  if (type === LEAF) return undefined;
  const count = view.getUint16(HEADER_BYTES + CELL_COUNT_AT);
  const children = [view.getUint32(HEADER_BYTES + LAST_CHILD_AT)];
  for (let cell = 0; cell < count; cell++) {
    const place = HEADER_BYTES + PLACES_AT + 2 * cell;
    const at = place + 2 <= pageSize ? view.getUint16(place) : pageSize;
    if (at + 4 > pageSize) return `Page 1 of the SQLite file is damaged: cell ${cell + 1} lies outside it.`;
    children.push(view.getUint32(at));
  }
  for (const page of children) {
    const at = (page - 1) * pageSize;
    if (page < 2 || at >= view.byteLength)
      return `Page 1 of the SQLite file is damaged: expected pages of the file in it, found page ${page}.`;
    const found = view.getUint8(at);
    if (found !== INTERIOR && found !== LEAF) return notATable(page, found);
  }
  return undefined;
}

function notATable(page: number, found: number): string {
  return `Page ${page} of the SQLite file is damaged: expected a page of the list of its tables (type ${INTERIOR} or ${LEAF}), found type ${found}.`;
}
