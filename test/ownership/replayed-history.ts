/** Who owns something by name or by a rule. */
export type Owner = { readonly territoryId: string } | { readonly repId: string };

export type Line = string | null;

/** A rule that gives accounts of a segment an owner. */
export interface Rule {
  readonly id: string;
  readonly segment: string;
  readonly owner: Owner;
}

/** Something that was said: from when on it is so, and when that was recorded. Times are milliseconds since 1970. */
interface Said<T> {
  readonly line: Line;
  readonly fromMs: number;
  readonly untilMs: number | null;
  readonly recordedMs: number;
  /** Whatever else was said of its time. */
  readonly fixed: boolean;
  readonly what: T;
}

interface Drafted {
  readonly line: Line;
  readonly layout: number;
  readonly reps: Readonly<Record<string, string | null>>;
  stage: 'draft' | 'published' | 'withdrawn';
  fromMs: number;
}

/** What the replay knows of layouts, places and accounts. */
export interface Facts {
  /** By layout, the territory of each place; null: of none. */
  readonly territoryOf: readonly (readonly (string | null)[])[];
  /** By layout, its territories. */
  readonly territories: readonly ReadonlySet<string>[];
  readonly reps: readonly string[];
  readonly segments: ReadonlyMap<string, string>;
}

/** What was acknowledged of a plan, in the order in which it was, and who owns what by it: worked out anew for each question, by going through all of it. */
export class ReplayedHistory {
  readonly publications = new Map<string, Drafted>();
  /** Times within which something was recorded, nobody knows when. */
  readonly unsure: (readonly [number, number])[] = [];
  catchAll: Owner | null = null;
  readonly #facts: Facts;
  readonly #inForce: (Said<string> & { voidedMs: number | null })[] = [];
  readonly #names: Said<{ readonly accountIds: readonly string[]; readonly owner: Owner | null }>[] = [];
  readonly #rules: Said<readonly Rule[]>[] = [];
  readonly #moves: { readonly accountId: string; readonly ms: number; readonly place: number }[] = [];
  readonly #left = new Map<string, number>();
  readonly #homes: ReadonlyMap<string, number>;

  /** `homes`: at which place each account is at first. */
  constructor(facts: Facts, homes: ReadonlyMap<string, number>) {
    this.#facts = facts;
    this.#homes = homes;
  }

  draft(id: string, line: Line, layout: number, reps: Drafted['reps']): void {
    this.publications.set(id, { line, layout, reps, stage: 'draft', fromMs: 0 });
  }

  publish(id: string, fromMs: number, recordedMs: number): void {
    const publication = this.#get(id);
    Object.assign(publication, { stage: 'published', fromMs });
    const { line } = publication;
    this.#inForce.push({ line, fromMs, untilMs: null, recordedMs, fixed: false, what: id, voidedMs: null });
  }

  correct(id: string, fromMs: number, untilMs: number, recordedMs: number): void {
    const publication = this.#get(id);
    if (publication.stage === 'draft') Object.assign(publication, { stage: 'published', fromMs });
    this.#inForce.push({ line: publication.line, fromMs, untilMs, recordedMs, fixed: true, what: id, voidedMs: null });
  }

  /** What a publication could be withdrawn to at a moment: the one that is in force again, null where it never comes in force, `no` where it cannot be. */
  withdrawalOf(id: string, atMs: number): string | null | 'no' {
    const { line, stage, fromMs } = this.#get(id);
    if (this.inForce(line, atMs, Infinity) === id) {
      const moments = this.#inForce.flatMap((one) => [one.fromMs, one.untilMs ?? one.fromMs]);
      for (const moment of moments.filter((one) => one <= atMs).sort((a, b) => b - a)) {
        const other = this.inForce(line, moment, Infinity);
        if (other !== null && other !== id && this.#get(other).stage === 'published') return other;
      }
      return 'no';
    }
    return stage === 'draft' || (stage === 'published' && fromMs > atMs) ? null : 'no';
  }

  withdraw(id: string, resumes: string | null, recordedMs: number): void {
    const publication = this.#get(id);
    publication.stage = 'withdrawn';
    const { line } = publication;
    if (resumes === null) {
      for (const one of this.#inForce) if (one.what === id && !one.fixed) one.voidedMs ??= recordedMs;
      return;
    }
    const again = { fromMs: recordedMs, untilMs: null, recordedMs, fixed: false, voidedMs: null };
    this.#inForce.push({ line, what: resumes, ...again });
  }

  /** Whether anything takes over at a moment exactly. */
  isTaken(line: Line, atMs: number): boolean {
    return this.#inForce.some((one) => one.line === line && one.fromMs === atMs && !one.fixed && one.voidedMs === null);
  }

  name(said: Said<{ readonly accountIds: readonly string[]; readonly owner: Owner | null }>): void {
    this.#names.push(said);
  }

  replaceRules(said: Said<readonly Rule[]>): void {
    this.#rules.push(said);
  }

  move(accountId: string, ms: number, place: number): void {
    this.#moves.push({ accountId, ms, place });
  }

  leave(repId: string, ms: number): void {
    this.#left.set(repId, ms);
  }

  /** Moments at which anything changes, or was said. */
  get moments(): number[] {
    const said = [...this.#inForce, ...this.#names, ...this.#rules];
    return [
      ...said.flatMap(({ fromMs, untilMs, recordedMs }) => [fromMs, untilMs ?? fromMs, recordedMs]),
      ...this.#inForce.flatMap(({ voidedMs }) => voidedMs ?? []),
      ...this.unsure.flatMap(([from, until]) => [from - 1, until + 1]),
    ];
  }

  /** Whether the answer at a moment, or as known at it, is not to be told from what was acknowledged. */
  isUnsure(ms: number): boolean {
    return this.unsure.some(([from, until]) => from <= ms && ms <= until);
  }

  /** The publication that is in force, or null. */
  inForce(line: Line, atMs: number, knownMs: number): string | null {
    const known = this.#inForce.filter(({ voidedMs }) => voidedMs === null || voidedMs > knownMs);
    return holding(known, line, atMs, knownMs);
  }

  /** `by territory rep publication rule`, or the kind of failure. `thing`: an account, or a place by its number. */
  owner(thing: string | number, line: Line, atMs: number, knownMs: number): string {
    const id = this.inForce(line, atMs, knownMs);
    if (id === null) return 'nothing-in-force';
    const { layout, reps } = this.#get(id);
    const hasRep = (rep: string) => {
      const left = this.#left.get(rep) ?? Infinity;
      return this.#facts.reps.includes(rep) && (left > knownMs || atMs < left);
    };
    const told = (by: string, owner: Owner, rule: string | null = null): string | null => {
      if ('repId' in owner) return hasRep(owner.repId) ? `${by} null ${owner.repId} ${id} ${rule}` : null;
      if (!this.#facts.territories[layout]?.has(owner.territoryId)) return null;
      const rep = reps[owner.territoryId] ?? null;
      return `${by} ${owner.territoryId} ${rep !== null && hasRep(rep) ? rep : null} ${id} ${rule}`;
    };
    if (typeof thing === 'string') {
      const own = this.#names.filter(({ what }) => what.accountIds.includes(thing));
      const named = holding(own, line, atMs, knownMs)?.owner ?? null;
      const byName = named && told('named-account', named);
      if (byName !== null) return byName;
      for (const rule of holding(this.#rules, line, atMs, knownMs) ?? []) {
        if (rule.segment !== this.#facts.segments.get(thing)) continue;
        const byRule = told('rule', rule.owner, rule.id);
        if (byRule !== null) return byRule;
      }
    }
    const territoryId = this.#facts.territoryOf[layout]?.[this.#placeOf(thing, atMs, knownMs)] ?? null;
    if (territoryId !== null) return told('geography', { territoryId }) ?? '';
    return (this.catchAll && told('catch-all', this.catchAll)) ?? 'outside-cover';
  }

  #placeOf(thing: string | number, atMs: number, knownMs: number): number {
    if (typeof thing === 'number') return thing;
    let place = this.#homes.get(thing) ?? -1;
    for (const move of this.#moves) {
      if (move.accountId === thing && move.ms <= knownMs && move.ms <= atMs) place = move.place;
    }
    return place;
  }

  #get(id: string): Drafted {
    const publication = this.publications.get(id);
    if (publication === undefined) throw new Error(`${id} was never drafted`);
    return publication;
  }
}

/** What is so at a moment, by writing one over the other as it was said: first what begins, in the order of time, then what corrects, in the order of the record. */
function holding<T>(all: readonly Said<T>[], line: Line, atMs: number, knownMs: number): T | null {
  const known = all.filter((one) => one.line === line && one.recordedMs <= knownMs);
  const begun = known.filter(({ fixed }) => !fixed).sort((a, b) => a.fromMs - b.fromMs);
  let what: T | null = null;
  for (const one of [...begun, ...known.filter(({ fixed }) => fixed)]) {
    if (one.fromMs <= atMs && (one.untilMs === null || atMs < one.untilMs)) what = one.what;
  }
  return what;
}
