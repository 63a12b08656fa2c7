import type { Violation } from './failure.ts';
import type { RawRow } from './raw-row.ts';
import { type Blame, blameInto, readName, textOf } from './row-values.ts';

/** Territories of one import. */
export const MAX_IMPORTED_TERRITORIES = 1_000;
const MAX_LENGTH = 200;

/** A territory that a table names. */
export interface TableTerritory {
  readonly id: string;
  name: string;
  repId: string | null;
}

/**
 * Whose accounts are, by their ids or by their values of an attribute, row by row.
 *
 * The first row of an account or value counts; others that name another territory are a dispute.
 */
export class TerritoryTable {
  readonly violations: Violation[] = [];
  violationCount = 0;
  readonly territories: TableTerritory[] = [];
  /** Territories by account or value, the first first. */
  readonly #holders = new Map<string, number | readonly number[]>();
  readonly #positions = new Map<string, number>();
  readonly #column: string;

  /** `column`: `account`, or the attribute. */
  constructor(column: string) {
    this.#column = column;
  }

  add(row: RawRow): void {
    const violations: Violation[] = [];
    const blame = blameInto(violations, row.line);
    if (row.fault !== undefined) violations.push({ ...row.fault, line: row.line });
    else this.#take(row, blame);
    this.violationCount += violations.length;
    if (this.violations.length < MAX_LENGTH * 5) this.violations.push(...violations);
  }

  /** Rows that name an account or value. */
  get size(): number {
    return this.#holders.size;
  }

  /** Accounts or values that the table names. */
  keys(): Iterable<string> {
    return this.#holders.keys();
  }

  /** Positions of the territories that an account or value has, the one that counts first. */
  holding(key: string): readonly number[] {
    const holders = this.#holders.get(key);
    if (holders === undefined) return [];
    return typeof holders === 'number' ? [holders] : holders;
  }

  #take({ fields }: RawRow, blame: Blame): void {
    const key = readShort(this.#column, fields.get(this.#column), blame);
    const id = readShort('territory', fields.get('territory'), blame);
    const name = readName(fields.get('name'), blame);
    const given = fields.get('rep') ?? fields.get('repId');
    const repId = given === undefined || given === null || given === '' ? null : readShort('rep', given, blame);
    if (key === null || id === null) return;
    const territory = this.#positionOf(id, name, repId, blame);
    const before = this.holding(key);
    if (before.length === 0) this.#holders.set(key, territory);
    else if (!before.includes(territory)) this.#holders.set(key, [...before, territory]);
  }

  #positionOf(id: string, name: string, repId: string | null, blame: Blame): number {
    const known = this.#positions.get(id);
    if (known === undefined) {
      if (this.territories.length === MAX_IMPORTED_TERRITORIES) {
        blame('territory', id, `is one of more than ${MAX_IMPORTED_TERRITORIES} territories`, 'send fewer');
        return 0;
      }
      this.#positions.set(id, this.territories.length);
      return this.territories.push({ id, name: name || id, repId }) - 1;
    }
    const territory = this.territories[known] as TableTerritory;
    if (territory.name === id && name !== '') territory.name = name;
    territory.repId ??= repId;
    return known;
  }
}

function readShort(field: string, value: unknown, blame: Blame): string | null {
  const remedy = `send 1 to ${MAX_LENGTH} printable characters`;
  const text = value === undefined || value === null ? '' : textOf(value).trim();
  if (text === '') blame(field, value, 'is empty', remedy);
  else if (text.length > MAX_LENGTH || /[\p{Cc}\p{Cs}]/u.test(text)) blame(field, value, 'is not a short text', remedy);
  else return text;
  return null;
}
