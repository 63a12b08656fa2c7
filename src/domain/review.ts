import type { LayoutId } from './layout.ts';
import { excessAt, type LimitKind, type LineReading, territoriesOutside } from './line-reading.ts';
import type { LineStanding } from './line-standing.ts';
import type { RepairTold } from './repair-told.ts';
import type { ReviewLimits } from './review-settings.ts';
import { seededBase62 } from './seeded-base62.ts';

/**
 * What is to be done about a line. `inside`: nothing; `repair`: the repair that is attached; `rebalance`: so much is outside that borders are better drawn anew;
 * `outside`: what is outside no repair mends.
 */
export const LINE_ANSWERS = ['inside', 'outside', 'repair', 'rebalance'] as const;

export type LineAnswer = (typeof LINE_ANSWERS)[number];

/** What a review found as a whole: the gravest of its lines. */
export const REVIEW_OUTCOMES = ['nothing-in-force', 'failed', ...LINE_ANSWERS] as const;

export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** What says that a rebalance is the answer. */
export interface RebalanceAdvice {
  /** Territories whose deviations are outside, of how many. */
  readonly outside: number;
  readonly territories: number;
  /** By metric the least share of the total that must change hands: what is above all limits, or below, whichever is more. */
  readonly leastShare: Readonly<Record<string, number>>;
}

/** What is to be done about a line, and why. */
export interface LineVerdict {
  readonly answer: LineAnswer;
  readonly rebalance: RebalanceAdvice | null;
  readonly repair: RepairTold | null;
  /** The kind of the failure that kept the repair from being found; null: none. */
  readonly failure: string | null;
}

/** A line as a review tells it. */
export interface ReviewedLine extends LineStanding, LineVerdict {}

/** What a list tells of a review. Times are milliseconds since 1970. */
export interface ReviewSummary {
  readonly reviewId: string;
  /** When it was due; null: somebody asked for it. */
  readonly dueMs: number | null;
  readonly readMs: number;
  /** When the next one is due; null: none is. */
  readonly nextMs: number | null;
  readonly outcome: ReviewOutcome;
  /** The kind of the failure that ended it; null: it ended well. */
  readonly failure: string | null;
  readonly lines: readonly {
    readonly line: string | null;
    readonly layoutId: LayoutId;
    readonly answer: LineAnswer;
    /** Territories outside of a limit, of how many. */
    readonly outside: number;
    readonly territories: number;
    readonly countedLayoutId: LayoutId | null;
    readonly repairedLayoutId: LayoutId | null;
  }[];
}

/** All of a review. */
export interface Review extends Omit<ReviewSummary, 'lines'> {
  readonly limits: ReviewLimits;
  readonly lines: readonly ReviewedLine[];
}

/** More breaches than this are mended one by one: where they are also most of the territories, that is slow and partial. */
const MENDED_AT_ONCE = 12;

/** What is to be done about a line as far as its reading tells: whether a repair helps is seen when it is looked for. */
export function answerOf(reading: LineReading): { answer: LineAnswer; rebalance: RebalanceAdvice | null } {
  if (territoriesOutside(reading).length === 0) return { answer: 'inside', rebalance: null };
  const of = (...kinds: LimitKind[]) => ({
    ...reading,
    limits: reading.limits.filter(({ kind }) => kinds.includes(kind)),
  });
  const deviations = of('deviation');
  // Borders decide on these two alone.
  const [outside, territories] = [territoriesOutside(of('deviation', 'workload')).length, reading.territories.length];
  if (outside === 0) return { answer: 'outside', rebalance: null };
  if (outside <= MENDED_AT_ONCE || outside * 2 <= territories) return { answer: 'repair', rebalance: null };
  return { answer: 'rebalance', rebalance: { outside, territories, leastShare: leastShares(deviations) } };
}

function leastShares({ territories, limits }: LineReading): Record<string, number> {
  return Object.fromEntries(
    limits.map((limited) => {
      const excesses = territories.map((_, at) => excessAt(limited, at));
      const total = limited.values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
      const over = excesses.reduce((sum, excess) => sum + Math.max(0, excess), 0);
      const under = excesses.reduce((sum, excess) => sum + Math.max(0, -excess), 0);
      return [limited.metric ?? '', total > 0 ? Math.max(over, under) / total : 0];
    }),
  );
}

/** What a list tells of a review. */
export function summaryOf({ limits: _, lines, ...told }: Review): ReviewSummary {
  return {
    ...told,
    lines: lines.map(({ line, layoutId, answer, outside, territories, repair }) => ({
      ...{ line, layoutId, answer, outside, territories: territories.length },
      countedLayoutId: repair?.counted.layoutId ?? null,
      repairedLayoutId: repair?.repaired?.layoutId ?? null,
    })),
  };
}

/** The gravest answer of some lines. */
export function outcomeOf(lines: readonly Pick<LineVerdict, 'answer'>[]): ReviewOutcome {
  if (lines.length === 0) return 'nothing-in-force';
  return LINE_ANSWERS[Math.max(...lines.map(({ answer }) => LINE_ANSWERS.indexOf(answer)))] ?? 'inside';
}

const DIGITS = 22;

/** The id of the run that always follows from a text, `rev_` and 22 base62 digits: its review has the same. */
export async function reviewIdOf(seed: string): Promise<string> {
  return `rev_${await seededBase62(seed, DIGITS)}`;
}
