import { aNumber, anObject, aPhrase, aText, type BlameShape } from '../domain/check-shape.ts';
import { Failure } from '../domain/failure.ts';
import { Governance } from '../domain/governance.ts';
import { type PlanEvent, subjectOf } from '../domain/plan-event.ts';
import { planEventShape } from '../domain/plan-event-shape.ts';
import { LOG_WRITE } from '../domain/plan-file.ts';
import { findBreak, LOG_START, type LogEnd, type LogEntry } from '../domain/plan-log.ts';
import { utf8Length } from '../domain/utf8-length.ts';
import type { PlanArrival, PlanSection, SectionLine } from './plan-section.ts';
import { SoundBlame } from './sound-blame.ts';

/** Logs run ahead of the clock where much is decided within a millisecond, and clocks of two installations differ. */
const MAX_AHEAD_MS = 60_000;

const digest = aText(/^[0-9a-f]{64}$/, 'send 64 lower-case hexadecimal digits');
const entryShape = anObject({
  seq: aNumber({ minimum: 1, maximum: 1e9, whole: true }),
  recordedMs: aNumber({ minimum: 1, maximum: 1e14, whole: true }),
  keyId: aPhrase(100),
  event: planEventShape,
  previous: digest,
  digest,
});

/** Takes the log of a plan in, entry by entry, as it was exported: its chain must be whole. */
export class LogIntake implements PlanSection {
  readonly #arrival: PlanArrival;
  readonly #planId: string;
  readonly #layouts: ReadonlyMap<string, number>;
  readonly #governance = new Governance();
  #end: LogEnd = LOG_START;
  #isBroken = false;
  #held: LogEntry[] = [];
  #heldBytes = 0;
  #count = 0;
  /** Lines on which publications and challenges begin, by their ids. */
  readonly subjects = new Map<string, number>();

  /** `layouts`: those of the file, by their ids. */
  constructor(arrival: PlanArrival, planId: string, layouts: ReadonlyMap<string, number>) {
    this.#arrival = arrival;
    this.#planId = planId;
    this.#layouts = layouts;
  }

  /** Entries so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes the next entry. Where one does not follow on the one before it, that is told once: nothing after it could. */
  async take({ line, value }: SectionLine): Promise<void> {
    if (!this.#arrival.may.publish) {
      throw new Failure(
        'insufficient-scope',
        'the file says what is in force: this needs a key with the scope layouts:publish, too',
      );
    }
    this.#count++;
    if (this.#isBroken) return;
    const faults = new SoundBlame(this.#arrival.blameAt(line));
    entryShape(value, '', faults.blame);
    if (!faults.isSound) {
      this.#isBroken = true;
      return;
    }
    const entry = value as unknown as LogEntry;
    if ((await findBreak([entry], this.#end)) !== null) {
      const detail = 'does not follow on the entry before it: the log was changed';
      faults.blame('digest', entry.digest, detail, 'send the log as it was exported, every entry of it');
    } else this.#expectSense(entry, faults.blame);
    this.#isBroken = !faults.isSound;
    if (this.#isBroken) return;
    const subject = subjectOf(entry.event);
    if (subject !== null && !this.subjects.has(subject)) this.subjects.set(subject, line);
    this.#end = entry;
    this.#governance.add(entry);
    this.#held.push(entry);
    this.#heldBytes += utf8Length(JSON.stringify(entry.event));
    if (this.#held.length === LOG_WRITE.entries || this.#heldBytes > LOG_WRITE.bytes) await this.#flush();
  }

  async finish(): Promise<void> {
    if (this.#arrival.isSound) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#held.length === 0) return;
    const { ports, importId, budget } = this.#arrival;
    budget.spend(LOG_WRITE.queries);
    await ports.planLog.restore(importId, this.#planId, this.#held);
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** What the chain cannot tell: that entries are about what there is, and of times that can be. */
  #expectSense({ recordedMs, event }: LogEntry, blame: BlameShape): void {
    const { publications, challenges } = this.#governance;
    const remedy = 'send the log as it was exported';
    if (recordedMs > Date.now() + MAX_AHEAD_MS) blame('recordedMs', recordedMs, 'is yet to come', remedy);
    for (const id of namedPublications(event)) {
      if (!publications.has(id)) blame('event/publicationId', id, 'was never drafted', remedy);
    }
    if (event.kind === 'publication-drafted' && publications.has(event.publicationId)) {
      blame('event/publicationId', event.publicationId, 'was drafted before', remedy);
    }
    if (
      (event.kind === 'challenge-accepted' || event.kind === 'challenge-refused') &&
      !challenges.has(event.challengeId)
    ) {
      blame('event/challengeId', event.challengeId, 'was never opened', remedy);
    }
    if ('layoutId' in event && event.layoutId !== null && !this.#layouts.has(event.layoutId)) {
      blame('event/layoutId', event.layoutId, 'is no layout of the file', 'export the plan with its layouts');
    }
    if (event.kind === 'publication-published' && event.fromMs < recordedMs) {
      blame('event/fromMs', event.fromMs, 'is before the entry was recorded', remedy);
    }
    if (event.kind === 'ownership-corrected' && (event.untilMs > recordedMs || event.fromMs >= event.untilMs)) {
      blame('event/untilMs', event.untilMs, 'is no end of a time that was past then', remedy);
    }
  }
}

/** Publications that an event is about, and that must be there before it. */
function namedPublications(event: PlanEvent): string[] {
  if (event.kind === 'publication-drafted' || !('publicationId' in event)) return [];
  const resumes = event.kind === 'publication-withdrawn' ? event.resumes : null;
  return [event.publicationId, ...(resumes === null ? [] : [resumes])];
}
