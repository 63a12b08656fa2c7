/**
 * A statement that something is so from a moment on, in a record that keeps two times apart: when it is so, and when that was said.
 *
 * Units: all times are milliseconds since 1970. After R. T. Snodgrass, "Developing Time-Oriented Database Applications in SQL", 1999.
 */
export interface Statement<T> {
  /** Its place among all statements: later ones have larger numbers. */
  readonly seq: number;
  /** When it was said. Ascends with `seq`. */
  readonly recordedMs: number;
  /** It is so from this moment on, which is included. */
  readonly fromMs: number;
  /** It is so no more from this moment on; null: until another takes over. */
  readonly untilMs: number | null;
  /** Whether it says what has really been, against statements made before it. */
  readonly isCorrection: boolean;
  /** When it was taken back; null: it stands. */
  readonly voidedMs: number | null;
  readonly subject: T;
}

/** A stretch of time in which one statement holds, or none. */
export interface Stretch<T> {
  /** Minus infinity before all statements. */
  readonly fromMs: number;
  /** Infinity after all of them. */
  readonly untilMs: number;
  readonly holding: Statement<T> | null;
}

/**
 * The statement that holds at a moment, as far as was known at another.
 *
 * Of the corrections that cover the moment the last one said holds. Where there is none, of all others the one that began last, and of those that began at
 * once the last one said: so what is scheduled takes over when its time comes, whatever is published before then.
 */
export function holdingAt<T>(statements: Iterable<Statement<T>>, atMs: number, knownMs: number): Statement<T> | null {
  let holding: Statement<T> | null = null;
  for (const statement of statements) {
    if (isKnown(statement, knownMs) && covers(statement, atMs) && (holding === null || outdoes(statement, holding))) {
      holding = statement;
    }
  }
  return holding;
}

/**
 * The whole of time in stretches, as far as was known at a moment: neighbours differ in the statement that holds.
 *
 * Cost: that of sorting the statements; corrections that cover the same moments, squared.
 */
export function stretchesOf<T>(statements: readonly Statement<T>[], knownMs: number): Stretch<T>[] {
  const known = statements.filter((statement) => isKnown(statement, knownMs));
  const moments = new Set(known.flatMap(({ fromMs, untilMs }) => (untilMs === null ? [fromMs] : [fromMs, untilMs])));
  const starts = known.sort((one, other) => one.fromMs - other.fromMs || one.seq - other.seq).values();
  let next = starts.next().value;
  // Of what has begun and may not be over: what outdoes all before it is last.
  const plain: Statement<T>[] = [];
  const corrections: Statement<T>[] = [];
  const stretches: Stretch<T>[] = [];
  let open: Stretch<T> = { fromMs: -Infinity, untilMs: Infinity, holding: null };
  for (const moment of [...moments].sort((a, b) => a - b)) {
    for (; next !== undefined && next.fromMs <= moment; next = starts.next().value) {
      const { seq, isCorrection } = next;
      if (isCorrection) corrections.splice(corrections.findLastIndex((one) => one.seq < seq) + 1, 0, next);
      else plain.push(next);
    }
    const holding = lastAt(corrections, moment) ?? lastAt(plain, moment);
    if (holding === open.holding) continue;
    stretches.push({ ...open, untilMs: moment });
    open = { fromMs: moment, untilMs: Infinity, holding };
  }
  return [...stretches, open];
}

/** The stretch that a moment lies in. `stretches` are all of time. */
export function stretchAt<T>(stretches: readonly Stretch<T>[], atMs: number): Stretch<T> {
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((stretches[middle]?.fromMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  return stretches[low] ?? { fromMs: -Infinity, untilMs: Infinity, holding: null };
}

/** The last that is not over at a moment; those after it are dropped. */
function lastAt<T>(begun: Statement<T>[], atMs: number): Statement<T> | null {
  for (let last = begun.at(-1); last !== undefined; last = begun.at(-1)) {
    if (covers(last, atMs)) return last;
    begun.pop();
  }
  return null;
}

function isKnown({ recordedMs, voidedMs }: Statement<unknown>, knownMs: number): boolean {
  return recordedMs <= knownMs && (voidedMs === null || voidedMs > knownMs);
}

function covers({ fromMs, untilMs }: Statement<unknown>, atMs: number): boolean {
  return fromMs <= atMs && (untilMs === null || atMs < untilMs);
}

function outdoes(one: Statement<unknown>, other: Statement<unknown>): boolean {
  if (one.isCorrection !== other.isCorrection) return one.isCorrection;
  if (one.isCorrection || one.fromMs === other.fromMs) return one.seq > other.seq;
  return one.fromMs > other.fromMs;
}
