import { CONFLICT_KINDS, type Conflict, type ConflictKind, SEVERITIES, type Severity } from './conflict.ts';
import { type ConflictScope, conflictId, kindOfConflict, mayBeOf } from './conflict-id.ts';

/** How many conflicts there are. */
export interface ConflictCounts {
  readonly byKind: Readonly<Record<ConflictKind, number>>;
  readonly bySeverity: Readonly<Record<Severity, number>>;
}

/** Which conflicts are wanted. */
export interface ConflictFilter {
  readonly kinds: ReadonlySet<ConflictKind> | null;
  readonly severity: Severity | null;
}

/** Where a conflict stands in the list: by kind, then by subject. */
function conflictPlace({ kind, subject }: Pick<Conflict, 'kind' | 'subject'>): string {
  return `${String(CONFLICT_KINDS.indexOf(kind)).padStart(2, '0')}${subject}`;
}

/** Takes conflicts as they are found, each made only where it is wanted. */
export interface ConflictSink {
  add(
    kind: ConflictKind,
    severity: Severity,
    subject: string,
    make: () => Omit<Conflict, 'kind' | 'severity' | 'subject'>,
  ): void;
}

/** Takes conflicts to find the one with an id. Memory: the one. */
export class ConflictFinder implements ConflictSink {
  readonly #id: string;
  readonly #kind: ConflictKind;
  readonly #candidates: { readonly subject: string; readonly make: () => Conflict }[] = [];

  constructor(id: string) {
    this.#id = id;
    this.#kind = kindOfConflict(id);
  }

  add(...[kind, severity, subject, make]: Parameters<ConflictSink['add']>): void {
    if (kind !== this.#kind || !mayBeOf(this.#id, subject)) return;
    this.#candidates.push({ subject, make: () => ({ kind, severity, subject, ...make() }) });
  }

  /** Whether anything was found that the id may be of, with whatever it was looked for. */
  get isLikely(): boolean {
    return this.#candidates.length > 0;
  }

  /** The conflict, or null where there is none now. */
  async find(scope: ConflictScope): Promise<Conflict | null> {
    for (const { subject, make } of this.#candidates) {
      if ((await conflictId({ kind: this.#kind, subject }, scope)) === this.#id) return make();
    }
    return null;
  }
}

/** Takes conflicts in any order, counts them all and keeps one page: those that come first after a place. Memory: twice the page. */
export class ConflictList implements ConflictSink {
  readonly #filter: ConflictFilter;
  readonly #after: string;
  readonly #limit: number;
  readonly #byKind = Object.fromEntries(CONFLICT_KINDS.map((kind) => [kind, 0])) as Record<ConflictKind, number>;
  readonly #bySeverity = Object.fromEntries(SEVERITIES.map((one) => [one, 0])) as Record<Severity, number>;
  #kept: { readonly place: string; readonly make: () => Conflict }[] = [];
  /** Beyond this place nothing is of the page any more. */
  #last: string | null = null;

  constructor(filter: ConflictFilter, after: string, limit: number) {
    this.#filter = filter;
    this.#after = after;
    this.#limit = limit;
  }

  /** Takes a conflict, which is made only where the page may hold it. */
  add(...[kind, severity, subject, make]: Parameters<ConflictSink['add']>): void {
    this.#byKind[kind]++;
    this.#bySeverity[severity]++;
    const { kinds, severity: wanted } = this.#filter;
    if ((kinds !== null && !kinds.has(kind)) || (wanted !== null && wanted !== severity)) return;
    const place = conflictPlace({ kind, subject });
    if (place <= this.#after || (this.#last !== null && place > this.#last)) return;
    this.#kept.push({ place, make: () => ({ kind, severity, subject, ...make() }) });
    if (this.#kept.length > 2 * this.#limit + 2) this.#prune();
  }

  get counts(): ConflictCounts {
    return { byKind: this.#byKind, bySeverity: this.#bySeverity };
  }

  /** The page, and the place after which the next one begins. */
  page(): { readonly items: readonly Conflict[]; readonly next: string | null } {
    this.#prune();
    const items = this.#kept.slice(0, this.#limit);
    return {
      items: items.map(({ make }) => make()),
      next: this.#kept.length > this.#limit ? (items.at(-1)?.place ?? null) : null,
    };
  }

  #prune(): void {
    this.#kept.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
    this.#kept = this.#kept.slice(0, this.#limit + 1);
    if (this.#kept.length > this.#limit) this.#last = this.#kept.at(-1)?.place ?? null;
  }
}
