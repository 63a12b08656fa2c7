import { type LineReading, withSince } from '../domain/line-reading.ts';
import type { Plan } from '../domain/plan.ts';
import { quickDigest } from '../domain/quick-digest.ts';
import { answerOf, type LineVerdict, type Review, reviewIdOf, summaryOf } from '../domain/review.ts';
import { driftEvents, reviewEvent } from '../domain/review-events.ts';
import { nextReviewMs, type ReviewLimits } from '../domain/review-settings.ts';
import { composeReview, type FoundRepair, verdictOf } from './compose-review.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';
import { inForceAt, readLines } from './read-lines.ts';
import { repairLine } from './repair-line.ts';
import type { ReviewRef, ScheduledReviews } from './review-store.ts';
import { type Watched, watchConflicts, watchGoals } from './watch-plan.ts';

/** A reading is taken so often between two reviews. */
const READING_MS = 86_400_000;
/** An upload that goes on notes so at least this often, with some room for clocks: see `AccountSets`. */
const SETTLED_AFTER_MS = 180_000;

/** What the first step leaves for the others. */
interface Measured {
  readonly readMs: number;
  /** By which it was measured: others may be put while the run goes on. */
  readonly limits: ReviewLimits;
  readonly lines: readonly LineReading[];
  readonly ground: string | null;
  /** Whether nothing has changed since the reading before. */
  readonly isSame: boolean;
}

/** What is left to do after the first step; null: the run is not wanted any more. */
export interface ReviewWork {
  /** Positions of lines that a repair is looked for. */
  readonly repairs: readonly number[];
}

/** The id of a run: of the same plan and moment it is the same. */
export function runIdOf({ planId, wakeMs }: Pick<ReviewRef, 'planId' | 'wakeMs'>): Promise<string> {
  return reviewIdOf(JSON.stringify([planId, wakeMs]));
}

/**
 * The first step of a run: reads how what is in force stands. A reading between two reviews is that of before where nothing has changed.
 *
 * Each step may be repeated: what it leaves takes the place of what it left before, and nothing counts before `recordReview`. Errors: `not-found`, `accounts-replaced`.
 */
export async function measureReview(ports: Ports, ref: ReviewRef, nowMs: number): Promise<ReviewWork | null> {
  const { workspaceId, planId } = ref;
  const schedule = await wantedSchedule(ports, ref);
  if (schedule === null) return null;
  const { limits } = schedule.settings;
  const plan = await getPlan(ports, workspaceId, planId);
  const ground = await groundOf(ports, workspaceId, plan, limits, nowMs);
  const before = await ports.reviews.lastReadings(workspaceId, planId);
  const marks = await ports.reviews.marks(workspaceId, planId);
  const isSame = ref.dueMs === null && ground !== null && marks?.ground === ground;
  const inForce = isSame ? inForceAt(await ports.governance.load(workspaceId, planId), nowMs) : [];
  const read = isSame
    ? before
        .filter(({ publicationId }) => inForce.some(({ publication }) => publication.publicationId === publicationId))
        .map((reading) => ({ ...reading, readMs: nowMs }))
    : await readLines(ports, workspaceId, plan, limits, nowMs);
  const lines = read.map((reading) => withSince(reading, before.find(({ line }) => line === reading.line) ?? null));
  const measured: Measured = { readMs: nowMs, limits, lines, ground, isSame };
  await ports.reviews.putPart(workspaceId, planId, await runIdOf(ref), 'lines', measured);
  const isToMend = (reading: LineReading) => ref.dueMs !== null && answerOf(reading).answer === 'repair';
  return { repairs: [...lines.keys()].filter((at) => isToMend(lines[at] as LineReading)) };
}

/** The step of a run that looks for the smallest repair of a line: its layouts are in the plan's list. */
export async function repairReview(ports: Ports, ref: ReviewRef, at: number): Promise<void> {
  const { workspaceId, planId } = ref;
  const runId = await runIdOf(ref);
  const schedule = await wantedSchedule(ports, ref);
  const measured = await ports.reviews.part<Measured>(workspaceId, planId, runId, 'lines');
  const reading = measured?.lines[at];
  if (schedule === null || measured === null || reading === undefined) return;
  const plan = await getPlan(ports, workspaceId, planId);
  const repair = await repairLine(ports, workspaceId, plan, reading, measured.limits);
  await ports.reviews.putPart(workspaceId, planId, runId, repairPart(at), { repair, failure: null });
}

/** Notes that no repair was found as looking for it failed. */
export async function noteNoRepair(ports: Ports, ref: ReviewRef, at: number, failure: string): Promise<void> {
  const { workspaceId, planId } = ref;
  await ports.reviews.putPart(workspaceId, planId, await runIdOf(ref), repairPart(at), { repair: null, failure });
}

/** The step of a run that looks for new conflicts, and for goals that are at risk now. */
export async function watchReview(ports: Ports, ref: ReviewRef): Promise<void> {
  const { workspaceId, planId } = ref;
  const runId = await runIdOf(ref);
  const measured = await ports.reviews.part<Measured>(workspaceId, planId, runId, 'lines');
  if (measured === null) return;
  const marks = await ports.reviews.marks(workspaceId, planId);
  const conflicts = measured.isSame ? [...(marks?.conflicts ?? [])] : [];
  const events = [];
  for (const reading of measured.isSame ? [] : measured.lines) {
    const known = marks?.conflicts.find(({ line }) => line === reading.line) ?? null;
    const found = await watchConflicts(ports, workspaceId, planId, reading, known, measured.lines.length);
    conflicts.push(found.conflicts);
    events.push(...found.events);
  }
  const known = marks?.goals ?? {};
  const { goals, events: ofGoals } = await watchGoals(ports, workspaceId, planId, measured.readMs, known);
  const watched: Watched = { marks: { conflicts, goals }, events: [...events, ...ofGoals] };
  await ports.reviews.putPart(workspaceId, planId, runId, 'watched', watched);
}

/** The last step of a run: the review, its readings, its events and when the next run is, at once. False where the run was recorded already, or is not wanted any more. */
export async function recordReview(ports: Ports, ref: ReviewRef): Promise<boolean> {
  const { workspaceId, planId, wakeMs, dueMs } = ref;
  const runId = await runIdOf(ref);
  const schedule = await wantedSchedule(ports, ref);
  const measured = await ports.reviews.part<Measured>(workspaceId, planId, runId, 'lines');
  const watched = await ports.reviews.part<Watched>(workspaceId, planId, runId, 'watched');
  if (schedule === null || measured === null || watched === null) return false;
  const plan = await getPlan(ports, workspaceId, planId);
  const { lines, limits, ground, readMs } = measured;
  const next = nextRun(schedule, plan, ref, readMs);
  const verdicts: LineVerdict[] = [];
  for (const [at, reading] of dueMs === null ? [] : lines.entries()) {
    const found = await ports.reviews.part<FoundRepair>(workspaceId, planId, runId, repairPart(at));
    verdicts.push(verdictOf(reading, found));
  }
  const review =
    dueMs === null
      ? null
      : await composeReview(ports, workspaceId, plan, {
          ...{ reviewId: runId, dueMs, nextMs: next.dueMs, readMs },
          ...{ limits, lines, verdicts },
        });
  const due = review && reviewEvent(planId, summaryOf(review));
  return ports.reviews.record(workspaceId, planId, {
    ...{ runId, wakeMs, review, readings: lines, next },
    events: [
      ...(due === null ? [] : [due]),
      ...lines.flatMap((reading) => driftEvents(planId, reading)),
      ...watched.events,
    ],
    marks: { ground, ...watched.marks },
  });
}

/** Records that a run failed, so that the next one has its time: a review says so, a reading leaves nothing. */
export async function failReview(ports: Ports, ref: ReviewRef, failure: string, nowMs: number): Promise<boolean> {
  const { workspaceId, planId, wakeMs, dueMs } = ref;
  const schedule = await wantedSchedule(ports, ref);
  if (schedule === null) return false;
  const plan = await getPlan(ports, workspaceId, planId);
  const runId = await runIdOf(ref);
  const next = nextRun(schedule, plan, ref, nowMs);
  const review: Review | null =
    dueMs === null
      ? null
      : {
          ...{ reviewId: runId, dueMs, readMs: nowMs, nextMs: next.dueMs, outcome: 'failed', failure },
          ...{ limits: schedule.settings.limits, lines: [] },
        };
  const due = review && reviewEvent(planId, summaryOf(review));
  const write = { runId, wakeMs, review, readings: [], events: due === null ? [] : [due], marks: null, next };
  return ports.reviews.record(workspaceId, planId, write);
}

function repairPart(at: number): string {
  return `repair ${at}`;
}

/** The schedule, while the run is still the next one; else null. */
async function wantedSchedule(
  ports: Ports,
  { workspaceId, planId, wakeMs }: ReviewRef,
): Promise<ScheduledReviews | null> {
  const schedule = await ports.reviews.schedule(workspaceId, planId);
  return schedule?.wakeMs === wakeMs ? schedule : null;
}

/** When there is something to do after a run. */
function nextRun({ settings, dueMs }: ScheduledReviews, { timeZone }: Plan, ref: ReviewRef, nowMs: number) {
  const readingMs = ref.wakeMs + READING_MS * (1 + Math.max(0, Math.floor((nowMs - ref.wakeMs) / READING_MS)));
  const nextDueMs = ref.dueMs === null ? dueMs : nextReviewMs(settings, timeZone, Math.max(nowMs, ref.dueMs));
  return { dueMs: nextDueMs, wakeMs: Math.min(nextDueMs, readingMs) };
}

/** What readings follow from, as a text that changes with it; null where an upload may be under way. */
async function groundOf(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  limits: ReviewLimits,
  nowMs: number,
): Promise<string | null> {
  const governance = await ports.governance.load(workspaceId, plan.planId);
  const { text, touchedMs } = await ports.reviews.ground(workspaceId, plan.planId, nowMs);
  if (nowMs - touchedMs < SETTLED_AFTER_MS) return null;
  // Publications and rules may have been decided on before, to count from now on.
  const inForce = inForceAt(governance, nowMs).map(({ line, publication }) => [
    publication.publicationId,
    governance.rules(line, nowMs).fromMs,
  ]);
  return quickDigest(JSON.stringify([text, governance.end.digest, inForce, plan, limits]));
}
