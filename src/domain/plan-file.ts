/**
 * A whole plan as a file: NDJSON, one object a line, `type` first. In this order:
 *
 * `header` {format, version}; `plan`; each `line` and `rep`; each `departed` rep, who was deleted; each `account`; each `text` of managers, version by version; `places`, where accounts were before, some
 * [account, until when in milliseconds since 1970, cell]; for each layout, the oldest first, `layout` with its head and what is said of it, its `territory` lines in the order of
 * positions, its `leaves`, [cell, position of the territory, ...sums], and each `hierarchy` of it with its `node` lines; for each assignment of these layouts, the oldest first,
 * `assignment` with its head, and `assigned` lines, each with some items of one of its lists; each `entry` of the plan's log; each `stage` of a territory; `goals`, how far they have followed accounts, with each `goal` and
 * `revisions`, some of one goal at a time; `actuals`, some [account, metric, period, value]; each `pipelineStage` and each `deal`; `end` with the counts, without which the file is not whole.
 */
export const PLAN_FILE = { format: 'hexalign-plan', version: 1 } as const;

/** Counts of what a plan file holds. */
export interface PlanFileCounts {
  readonly reps: number;
  readonly accounts: number;
  readonly layouts: number;
  /** 0 where the file is from before there were any. */
  readonly lines: number;
  /** The same. */
  readonly hierarchies: number;
  /** The same. */
  readonly assignments: number;
  /** Entries of the log; the same. */
  readonly entries: number;
  /** Reps who were deleted; the same. */
  readonly departed: number;
  /** Places where accounts were before; the same. */
  readonly places: number;
  /** Versions of what managers wrote; the same. */
  readonly texts: number;
  /** Stages of territories; the same. */
  readonly stages: number;
  /** The same. */
  readonly goals: number;
  /** Revisions of goals; the same. */
  readonly revisions: number;
  /** The same. */
  readonly actuals: number;
  /** Stages of the pipeline; the same. */
  readonly pipelineStages: number;
  /** Open deals; the same. */
  readonly deals: number;
}

/** A line of a plan file: an object and the bytes of its text as UTF-8, or what is wrong with it. */
export type PlanFileLine =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>>; readonly bytes: number }
  | { readonly line: number; readonly fault: { readonly value: string; readonly detail: string } };

/** Places on one line, with ids of 200 characters at most some 250 kB. */
export const PLACES_PER_LINE = 1_000;

/** Places read and written at once: 2.5 MB with the longest ids, for which two values are reckoned. */
export const PLACES_PER_QUERY = 10_000;

/** Texts that are read at once, and how many, or how many bytes of them, are written at once: the longest is some 120 kB as JSON. */
export const TEXTS_PER_QUERY = 50;
export const TEXT_WRITE = { texts: 500, bytes: 500_000 } as const;

/** Revisions and actuals on one line: some 100 kB. */
export const REVISIONS_PER_LINE = 100;
export const ACTUALS_PER_LINE = 1_000;

/** Rows of goals, revisions, actuals and deals that are read at once, and how many, or how many bytes of their lines, are written at once: one bound value. */
export const ROWS_PER_QUERY = { goals: 500, revisions: 1_000, actuals: 20_000, deals: 2_000 } as const;
export const ROW_WRITE = { rows: 20_000, bytes: 1_200_000 } as const;

/** Leaves on one line: some 300 kB with sixteen metrics. */
export const LEAVES_PER_LINE = 1_000;

/**
 * Queries that an import may spend on what the file holds, of the thousand that D1 allows a request: some 30 go to the request itself, to the plan and to its
 * move into its workspace, and at most 45 to deleting what is left.
 */
export const IMPORT_QUERIES = 900;

/** Those of them for accounts, layouts, hierarchies and the log; the rest is for assignments, lines and reps. */
const MAX_QUERIES = 780;

/** Assignments of one file, the latest: 2 queries to read one, 4 to write it. */
export const MAX_ASSIGNMENTS = 25;

/** What of a log is stored at once, whichever comes first: entries, or bytes of their events; and the queries for it: the entries, a long one by itself, and what they name. */
export const LOG_WRITE = { entries: 500, bytes: 500_000, queries: 3 } as const;

/** What of a log one query reads, whichever comes first. */
export const LOG_READ = { entries: 100, bytes: 2_000_000 } as const;

/**
 * How many layouts and hierarchies fit into one file beside what else it holds: two queries for 5,000 accounts or 10,000 places, one for 50 texts, those of the log, of goals, actuals and deals, five for a layout, or for a
 * hierarchy. Null where it does not fit without any.
 */
export function layoutsThatFit({
  accounts,
  places = 0,
  entries = 0,
  entryBytes = 0,
  texts = 0,
  ...rows
}: Partial<PlanFileCounts> & {
  readonly accounts: number;
  /** Of all events together, as UTF-8. */
  readonly entryBytes?: number;
  /** Of goals with their revisions, actuals and deals, as lines hold them. */
  readonly rowBytes?: number;
}): number | null {
  const others =
    2 * Math.ceil(accounts / 5_000) + 2 * Math.ceil(places / PLACES_PER_QUERY) + Math.ceil(texts / TEXTS_PER_QUERY);
  const left = MAX_QUERIES - others - queriesOfLog(entries, entryBytes) - queriesOfRows(rows);
  return left < 0 ? null : Math.floor(left / 5);
}

/** Those that the log takes where it goes out or where it comes in, whichever are more. */
function queriesOfLog(entries: number, bytes: number): number {
  if (entries === 0) return 0;
  const times = (of: { readonly entries: number; readonly bytes: number }) =>
    Math.floor(entries / of.entries) + Math.floor(bytes / of.bytes) + 1;
  // Only what is empty tells the end of the log.
  return Math.max(times(LOG_READ) + 1, LOG_WRITE.queries * times(LOG_WRITE));
}

/** Those that goals, actuals and deals take where they go out or where they come in, whichever are more. */
function queriesOfRows({ rowBytes = 0, ...counts }: Partial<PlanFileCounts> & { readonly rowBytes?: number }): number {
  let [read, written] = [0, 0];
  for (const name of ['goals', 'revisions', 'actuals', 'deals'] as const) {
    const count = counts[name] ?? 0;
    if (count === 0) continue;
    read += Math.floor(count / ROWS_PER_QUERY[name]) + 1;
    written += Math.floor(count / ROW_WRITE.rows) + 2;
  }
  return Math.max(read, written + Math.floor(rowBytes / ROW_WRITE.bytes));
}
