import { ACCOUNT_FIELDS, findField, findForeignField } from './account-field.ts';
import { Failure, type Violation } from './failure.ts';
import { shorten } from './shorten.ts';

/** Columns that a report lists, and that are remembered: rows of JSON may each name others. */
const MAX_NOTED = 500;
/** Pairs that a caller may map. */
const MAX_PAIRS = 100;

/** What a column of a file was taken for. */
export interface ColumnUse {
  /** The column as the file names it. */
  readonly column: string;
  /** The field, metric or attribute that it was taken for. */
  readonly as: string;
}

type FindColumn = (column: string) => Resolved | null;

interface Resolved {
  readonly name: string;
  /** Place in the list of foreign names; -1 for a name of ours, -2 for what the caller maps. */
  readonly rank: number;
}

/**
 * What the columns of one file are called here: as the caller maps them, else by our own names, else by those of other systems' exports.
 * Of several columns for one field the first of these counts, and the others are attributes by the names that they have in the file.
 */
export class ColumnMap {
  readonly #given: ReadonlyMap<string, string>;
  readonly #metrics: ReadonlySet<string>;
  readonly #find: FindColumn;
  readonly #resolved = new Map<string, Resolved>();
  readonly #uses = new Map<string, string>();

  /** `metrics`: names that are metrics whatever else they could be. `find`: what is known of columns beside them. */
  constructor(
    given: ReadonlyMap<string, string> = new Map(),
    metrics: readonly string[] = [],
    find: FindColumn = findAccountColumn,
  ) {
    this.#given = given;
    this.#metrics = new Set(metrics);
    this.#find = find;
  }

  /** The columns that the caller maps. */
  mapped(): string[] {
    return [...this.#given.keys()];
  }

  /** Columns by the names that they have here. */
  rename<T>(columns: readonly (readonly [string, T])[]): (readonly [string, T])[] {
    const best = new Map<string, number>();
    const resolved = columns.map(([column]) => {
      const one = this.#resolve(column.trim());
      best.set(one.name, Math.min(best.get(one.name) ?? Number.POSITIVE_INFINITY, one.rank));
      return one;
    });
    return columns.map(([column, value], at) => {
      const { name, rank } = resolved[at] as Resolved;
      const as = rank === best.get(name) ? name : besideField(column.trim());
      if (this.#uses.size < MAX_NOTED && column !== '' && !this.#uses.has(column)) this.#uses.set(column.trim(), as);
      return [as, value] as const;
    });
  }

  /** What each column was taken for, the first 500. */
  uses(): ColumnUse[] {
    return [...this.#uses].map(([column, as]) => ({ column, as }));
  }

  #resolve(column: string): Resolved {
    const known = this.#resolved.get(column);
    if (known !== undefined) return known;
    const resolved = this.#lookUp(column);
    if (this.#resolved.size < MAX_NOTED) this.#resolved.set(column, resolved);
    return resolved;
  }

  #lookUp(column: string): Resolved {
    const given = this.#given.get(column);
    if (given !== undefined) return { name: given, rank: -2 };
    if (this.#metrics.has(column)) return { name: column, rank: -1 };
    return this.#find(column) ?? { name: column, rank: -1 };
  }
}

function findAccountColumn(column: string): Resolved | null {
  const own = findField(column);
  if (own !== null) return { name: own, rank: -1 };
  const foreign = findForeignField(column);
  return foreign && { name: foreign.field, rank: foreign.rank };
}

/** A name for a column whose field another column is: its own, unless that is the field's. */
function besideField(column: string): string {
  return (ACCOUNT_FIELDS as readonly string[]).includes(column) ? `file.${column}` : column;
}

/** What `theirs:ours` pairs can be of. */
interface MappedFields {
  readonly fields: readonly string[];
  /** The field that a name is, however it is spelt; null: none. */
  readonly find: (name: string) => string | null;
  /** What else a column can be. */
  readonly others: string;
}

const OF_ACCOUNTS: MappedFields = { fields: ACCOUNT_FIELDS, find: findField, others: ', or a metric or attribute' };

/** Reads `theirs:ours` pairs, several to a text with commas between. Throws `invalid-parameter` with every violation. */
export function parseColumnPairs(
  texts: readonly string[],
  field = 'map',
  { fields, find, others }: MappedFields = OF_ACCOUNTS,
): Map<string, string> {
  const pairs = new Map<string, string>();
  const violations: Violation[] = [];
  for (const pair of texts.flatMap(splitPairs)) {
    const colon = pair.lastIndexOf(':');
    const [theirs, ours] = [pair.slice(0, Math.max(0, colon)).trim(), pair.slice(colon + 1).trim()];
    const refuse = (detail: string, remedy: string) => violations.push({ field, value: shorten(pair), detail, remedy });
    if (theirs === '' || ours === '') {
      refuse('is not a pair', `send theirs:ours, where ours is ${fields.join(', ')}${others}`);
    } else if (pairs.has(theirs)) refuse('maps a column twice', 'map it once');
    else pairs.set(theirs, find(ours) ?? ours);
  }
  if (pairs.size > MAX_PAIRS) {
    const detail = `has more than ${MAX_PAIRS} pairs`;
    violations.push({ field, value: String(pairs.size), detail, remedy: 'map fewer columns' });
  }
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  return pairs;
}

/** A part without a colon belongs to a name with a comma in it: `City, State:region`. */
function splitPairs(text: string): string[] {
  const pairs: string[] = [];
  let open = '';
  for (const part of text.split(',')) {
    open = open === '' ? part : `${open},${part}`;
    if (!part.includes(':')) continue;
    pairs.push(open);
    open = '';
  }
  return open.trim() === '' ? pairs : [...pairs, open];
}
