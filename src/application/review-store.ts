import type { LineReading } from '../domain/line-reading.ts';
import type { Review, ReviewSummary } from '../domain/review.ts';
import type { ReviewMarks } from '../domain/review-marks.ts';
import type { ReviewSettings } from '../domain/review-settings.ts';
import type { NewEvent } from '../domain/webhook-event.ts';
import type { Page, PageRequest } from './page.ts';

/** Settings, and when there is something to do next. Times are milliseconds since 1970. */
export interface ScheduledReviews {
  readonly settings: ReviewSettings;
  /** When the next review is due. */
  readonly dueMs: number;
  /** When the next run is: of that review, or of a reading between. */
  readonly wakeMs: number;
}

/** A run of a plan: of a review that is due (`dueMs`), or of a reading between two (null). */
export interface ReviewRef {
  readonly workspaceId: string;
  readonly planId: string;
  readonly wakeMs: number;
  readonly dueMs: number | null;
  /** How often it was started: more than once where a machine was lost. */
  readonly tries: number;
}

/** What a run leaves: all of it or nothing. */
export interface ReviewWrite {
  readonly runId: string;
  /** The run is recorded only where it is still the next one; null: somebody asked for the review. */
  readonly wakeMs: number | null;
  /** Null: it was a reading alone. */
  readonly review: Review | null;
  readonly readings: readonly LineReading[];
  readonly events: readonly NewEvent[];
  /** Null: as they are. */
  readonly marks: ReviewMarks | null;
  /** When there is something to do next; null: as before. */
  readonly next: Omit<ScheduledReviews, 'settings'> | null;
}

/** What of a plan its readings follow from, but for its log. */
export interface ReadingGround {
  /** The same as long as nothing was written to accounts, reps and lines, and no owner by name has begun or ended. */
  readonly text: string;
  /** When accounts were last written to: within minutes of it more may come under the same text. */
  readonly touchedMs: number;
}

/** Reviews of plans. */
export interface ReviewStore {
  schedule(workspaceId: string, planId: string): Promise<ScheduledReviews | null>;
  /** False, and nothing done, where the settings are not as `expected` any more (undefined: whatever they are). Throws `not-found` where the plan is gone. */
  put(
    workspaceId: string,
    planId: string,
    schedule: ScheduledReviews,
    expected: ReviewSettings | undefined,
  ): Promise<boolean>;
  /** Nothing is scheduled any more; reviews stay. False where there are no settings, or others than expected (undefined: whatever they are). */
  delete(workspaceId: string, planId: string, expected: ReviewSettings | undefined): Promise<boolean>;
  /** Runs whose time has come, the oldest first; each is looked at again only after a while. */
  takeDue(nowMs: number, limit: number): Promise<ReviewRef[]>;
  marks(workspaceId: string, planId: string): Promise<ReviewMarks | null>;
  ground(workspaceId: string, planId: string, atMs: number): Promise<ReadingGround>;
  /** The last reading of each line. */
  lastReadings(workspaceId: string, planId: string): Promise<LineReading[]>;
  /** The last readings of a line, ascending: at most 30, and fewer where they are large. */
  readings(workspaceId: string, planId: string, line: string | null): Promise<LineReading[]>;
  /** Keeps what a step has found for the next one, in place of what an earlier try of it has. */
  putPart(workspaceId: string, planId: string, runId: string, name: string, value: unknown): Promise<void>;
  part<T>(workspaceId: string, planId: string, runId: string, name: string): Promise<T | null>;
  /** False, and nothing done, where the run was recorded already, its settings are others, or the plan is gone. */
  record(workspaceId: string, planId: string, write: ReviewWrite): Promise<boolean>;
  find(workspaceId: string, planId: string, reviewId: string): Promise<Review | null>;
  /** The latest first. */
  list(workspaceId: string, planId: string, page: PageRequest): Promise<Page<ReviewSummary>>;
}

/** A run that begins after a while. */
export interface StartedReview extends ReviewRef {
  readonly waitMs: number;
}

/** Carries out runs of reviews. A run is started once for each of its tries. */
export interface ReviewRunner {
  start(runs: readonly StartedReview[]): Promise<void>;
}
