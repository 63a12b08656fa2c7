import type { ColumnMap } from '../domain/column-map.ts';
import { Failure } from '../domain/failure.ts';
import { unguardFormula } from '../domain/formula-safe.ts';
import { shorten } from '../domain/shorten.ts';

const DELIMITERS = [',', ';', '\t'] as const;
const MAX_COLUMNS = 500;

/** The delimiter that the first line of a file holds most often outside quotes; a comma where it holds none. */
export function detectDelimiter(firstChunk: Uint8Array): string {
  const text = new TextDecoder().decode(firstChunk);
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if ((char === '\n' || char === '\r') && counts[','] + counts[';'] + counts['\t'] > 0) break;
    else if (char === ',' || char === ';' || char === '\t') counts[char]++;
  }
  return DELIMITERS.reduce((best, delimiter) => (counts[delimiter] > counts[best] ? delimiter : best), ',');
}

/** Column names of a header line as a map has them. Throws `invalid-rows` naming every column that is missing or doubled. */
export function readHeader(
  record: readonly string[],
  line: number,
  map: ColumnMap,
  needed: readonly string[],
): string[] {
  const given = record.map((name) => unguardFormula(name.trim()));
  const columns = map.rename(given.map((name) => [name, null] as const)).map(([name]) => name);
  const found = shorten(given.join(', '));
  const violations = [
    ...needed
      .filter((name) => !columns.includes(name))
      .map((name) => ({
        line,
        field: name,
        value: '',
        detail: `is missing: the file has the columns ${found}`,
        remedy: `name the column "${name}" in the first line, or map yours: map=yours:${name}`,
      })),
    ...map
      .mapped()
      .filter((name) => !given.includes(name))
      .map((name) => ({
        line,
        field: 'map',
        value: shorten(name),
        detail: `is no column of the file, which has ${found}`,
        remedy: 'map a column that is there',
      })),
    ...columns
      .filter((name, i) => name !== '' && columns.indexOf(name) < i)
      .map((name) => ({
        line,
        field: shorten(name),
        value: shorten(name),
        detail: 'names two columns',
        remedy: 'give each column its own name',
      })),
  ];
  if (columns.length > MAX_COLUMNS) {
    violations.push({
      line,
      field: '',
      value: String(columns.length),
      detail: `are more than ${MAX_COLUMNS} columns`,
      remedy: 'leave columns out',
    });
  }
  const [first] = violations;
  if (first !== undefined) {
    throw new Failure(
      'invalid-rows',
      `column ${first.field}: ${first.detail}`,
      violations.slice(0, 100),
      violations.length,
    );
  }
  return columns;
}
