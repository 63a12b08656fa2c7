import type { Challenge } from './challenge.ts';
import type { OwnershipRule, PlanEvent } from './plan-event.ts';
import { LOG_START, type LogEnd, type LogEntry } from './plan-log.ts';
import type { Act, Publication } from './publication.ts';
import { type Statement, type Stretch, stretchAt, stretchesOf } from './timeline.ts';

/** What is kept of an entry beside its event, about. */
const ENTRY_CHARACTERS = 200;

/** All of time where nothing was said. */
const NOTHING_SAID: Stretch<never>[] = stretchesOf([], Infinity);

/** What the log of a plan adds up to: its publications, and what is in force when in each line. Owners by name are found by account, not here. */
export class Governance {
  #end: LogEnd = LOG_START;
  #characters = 0;
  readonly #publications = new Map<string, Publication>();
  readonly #challenges = new Map<string, Challenge>();
  readonly #inForce = new Map<string | null, Statement<string>[]>();
  readonly #rules = new Map<string | null, Statement<readonly OwnershipRule[]>[]>();
  /** The last correction that a request has made, by the digest of who asked with which key. */
  readonly #corrected = new Map<string, number>();
  /** As known now; made when asked for. */
  readonly #stretches = new Map<string | null, Stretch<string>[]>();
  readonly #ruleStretches = new Map<string | null, Stretch<readonly OwnershipRule[]>[]>();

  /** The end of the log as far as it is in here. */
  get end(): LogEnd {
    return this.#end;
  }

  /** Of what was taken in, about: how large this is. */
  get characters(): number {
    return this.#characters;
  }

  /** In the order in which they were drafted. */
  get publications(): ReadonlyMap<string, Publication> {
    return this.#publications;
  }

  /** In the order in which they were opened. */
  get challenges(): ReadonlyMap<string, Challenge> {
    return this.#challenges;
  }

  /** Lines for which anything was published; null: the plan as a whole. */
  get lines(): Iterable<string | null> {
    return this.#inForce.keys();
  }

  /** Takes in the entry that follows on the end; any other is passed over. */
  add(entry: LogEntry): void {
    if (entry.seq !== this.#end.seq + 1) return;
    this.#end = { seq: entry.seq, recordedMs: entry.recordedMs, digest: entry.digest };
    this.#characters +=
      ENTRY_CHARACTERS + (entry.event.kind === 'accounts-named' ? 0 : JSON.stringify(entry.event).length);
    this.#apply(entry, entry.event);
  }

  /** What is in force in a line at a moment, as far as was known at another: the publication's id and the stretch of time around the moment. */
  inForce(line: string | null, atMs: number, knownMs = Infinity): Stretch<string> {
    return stretchAt(this.stretches(line, knownMs), atMs);
  }

  /** All of time in stretches in which one publication is in force in a line, or none, as far as was known at a moment. */
  stretches(line: string | null, knownMs = Infinity): readonly Stretch<string>[] {
    return this.#known(this.#inForce.get(line) ?? [], this.#stretches, line, knownMs);
  }

  /** All that was said of what is in force in a line, in the order of the log. */
  statements(line: string | null): readonly Statement<string>[] {
    return this.#inForce.get(line) ?? [];
  }

  /** All that was said of its rules. */
  ruleStatements(line: string | null): readonly Statement<readonly OwnershipRule[]>[] {
    return this.#rules.get(line) ?? [];
  }

  /** The publication of a line that takes over at exactly a moment, or null. */
  takingOver(line: string | null, atMs: number): string | null {
    const found = (this.#inForce.get(line) ?? []).find(
      ({ fromMs, isCorrection, voidedMs }) => fromMs === atMs && !isCorrection && voidedMs === null,
    );
    return found?.subject ?? null;
  }

  /** The rules of a line at a moment, as far as was known at another, in their order, and the stretch of time around the moment. */
  rules(line: string | null, atMs: number, knownMs = Infinity): Stretch<readonly OwnershipRule[]> {
    return stretchAt(this.ruleStretches(line, knownMs), atMs);
  }

  /** Number of the last entry that changed the rules of a line; 0 where none did. */
  rulesVersion(line: string | null): number {
    return this.#rules.get(line)?.at(-1)?.seq ?? 0;
  }

  /** Corrections of what was in force in a line. */
  corrections(line: string | null): readonly Statement<string>[] {
    return (this.#inForce.get(line) ?? []).filter(({ isCorrection }) => isCorrection);
  }

  /** Number of the last entry that is a correction of this request, by its digest; null: there is none. */
  correctedBy(request: string): number | null {
    return this.#corrected.get(request) ?? null;
  }

  /** All of time in stretches in which the same rules of a line hold, or none. */
  ruleStretches(line: string | null, knownMs = Infinity): readonly Stretch<readonly OwnershipRule[]>[] {
    return this.#known(this.#rules.get(line) ?? [], this.#ruleStretches, line, knownMs);
  }

  #known<T>(
    statements: readonly Statement<T>[],
    held: Map<string | null, Stretch<T>[]>,
    line: string | null,
    knownMs: number,
  ): Stretch<T>[] {
    // Lines are what callers ask for: only those that there are, are kept.
    if (statements.length === 0) return NOTHING_SAID;
    if (knownMs < this.#end.recordedMs) return stretchesOf(statements, knownMs);
    let stretches = held.get(line);
    if (stretches === undefined) {
      stretches = stretchesOf(statements, Infinity);
      held.set(line, stretches);
    }
    return stretches;
  }

  #apply(entry: LogEntry, event: PlanEvent): void {
    const act: Act = { atMs: entry.recordedMs, keyId: entry.keyId };
    switch (event.kind) {
      case 'publication-drafted': {
        const { kind: _, ...content } = event;
        const undone = {
          submitted: null,
          approved: null,
          published: null,
          withdrawn: null,
          reason: null,
          fromMs: null,
        };
        this.#publications.set(event.publicationId, {
          ...content,
          stage: 'draft',
          drafted: act,
          changed: act,
          ...undone,
        });
        return;
      }
      case 'publication-changed': {
        const { kind: _, ...content } = event;
        this.#change(event.publicationId, { ...content, changed: act });
        return;
      }
      case 'publication-submitted':
        this.#change(event.publicationId, { stage: 'submitted', submitted: act });
        return;
      case 'publication-approved':
        this.#change(event.publicationId, { stage: 'approved', approved: act });
        return;
      case 'publication-returned':
        this.#change(event.publicationId, {
          ...{ stage: 'draft', submitted: null, approved: null, reason: event.reason },
        });
        return;
      case 'publication-published': {
        const { publicationId, fromMs } = event;
        this.#change(publicationId, { stage: 'published', published: act, fromMs });
        this.#state(entry, publicationId, { fromMs });
        return;
      }
      case 'publication-withdrawn':
        this.#change(event.publicationId, { stage: 'withdrawn', withdrawn: act, reason: event.reason });
        if (event.resumes === null) this.#void(event.publicationId, entry.recordedMs);
        else this.#state(entry, event.resumes, { fromMs: entry.recordedMs });
        return;
      case 'ownership-corrected': {
        const { publicationId, fromMs, untilMs, request } = event;
        if (request !== undefined) this.#corrected.set(request, entry.seq);
        // What has been in force was published, whoever forgot to.
        if (isUnpublished(this.#publications.get(publicationId))) {
          this.#change(publicationId, { stage: 'published', published: act, fromMs });
        }
        this.#state(entry, publicationId, { fromMs, untilMs, isCorrection: true });
        return;
      }
      case 'rules-changed': {
        const { line, rules, fromMs } = event;
        put(this.#rules, line, statement(entry, rules, { fromMs }));
        this.#ruleStretches.delete(line);
        return;
      }
      case 'challenge-opened': {
        const { kind: _, ...opened } = event;
        const unsettled = { state: 'open', settled: null, settledReason: null, layoutId: null } as const;
        const challengedLayoutId = this.#publications.get(event.publicationId)?.layoutId;
        if (challengedLayoutId === undefined) return;
        this.#challenges.set(event.challengeId, { ...opened, challengedLayoutId, opened: act, ...unsettled });
        return;
      }
      case 'challenge-accepted':
        this.#settle(event, { state: 'accepted', settled: act, layoutId: event.layoutId });
        return;
      case 'challenge-refused':
        this.#settle(event, { state: 'refused', settled: act, layoutId: null });
        return;
      case 'accounts-named':
        // Read where they are asked for.
        return;
    }
  }

  #change(publicationId: string, change: Partial<Publication>): void {
    const publication = this.#publications.get(publicationId);
    if (publication !== undefined) this.#publications.set(publicationId, { ...publication, ...change });
  }

  #settle(
    event: { readonly challengeId: string; readonly reason: string },
    change: Pick<Challenge, 'state' | 'settled' | 'layoutId'>,
  ): void {
    const challenge = this.#challenges.get(event.challengeId);
    if (challenge === undefined) return;
    this.#challenges.set(event.challengeId, { ...challenge, ...change, settledReason: event.reason });
  }

  #state(entry: LogEntry, publicationId: string, when: When): void {
    const line = this.#publications.get(publicationId)?.line ?? null;
    put(this.#inForce, line, statement(entry, publicationId, when));
    this.#stretches.delete(line);
  }

  #void(publicationId: string, voidedMs: number): void {
    const line = this.#publications.get(publicationId)?.line ?? null;
    const statements = this.#inForce.get(line) ?? [];
    this.#inForce.set(
      line,
      statements.map((one) => (isToCome(one, publicationId) ? { ...one, voidedMs } : one)),
    );
    this.#stretches.delete(line);
  }
}

function isUnpublished(publication: Publication | undefined): boolean {
  return publication !== undefined && !['published', 'withdrawn'].includes(publication.stage);
}

/** What a withdrawal before its time takes back; corrections are of times that are past. */
function isToCome({ subject, voidedMs, isCorrection }: Statement<string>, publicationId: string): boolean {
  return subject === publicationId && voidedMs === null && !isCorrection;
}

interface When {
  readonly fromMs: number;
  readonly untilMs?: number;
  readonly isCorrection?: boolean;
}

function statement<T>({ seq, recordedMs }: LogEntry, subject: T, when: When): Statement<T> {
  const { fromMs, untilMs = null, isCorrection = false } = when;
  return { seq, recordedMs, fromMs, untilMs, isCorrection, voidedMs: null, subject };
}

function put<T>(map: Map<string | null, Statement<T>[]>, line: string | null, one: Statement<T>): void {
  const statements = map.get(line);
  if (statements === undefined) map.set(line, [one]);
  else statements.push(one);
}
