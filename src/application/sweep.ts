/** Deletes what is over, a piece at a time, so that no step is too much and each run goes on where the last one stopped. */
export interface Sweep {
  /** Queries and other calls of one step at most. */
  readonly calls: number;
  step(): Promise<SweepStep>;
}

/** What came of a step. */
export interface SweepStep {
  /** Rows and copies deleted. */
  readonly removed: number;
  /** Calls that it took. */
  readonly calls: number;
  /** Whether another step may find something. */
  readonly more: boolean;
}

/** What came of some sweeps. */
export interface SweepReport {
  readonly removed: Readonly<Record<string, number>>;
  readonly calls: number;
  /** Whether nothing was left. */
  readonly complete: boolean;
  /** Sweeps that failed, and why; the others went on. */
  readonly failed: Readonly<Record<string, string>>;
}

/** Takes steps of sweeps, in turns, so that a long one does not keep the others waiting, until nothing is left or the calls are used up. */
export async function runSweeps(sweeps: Readonly<Record<string, Sweep>>, maxCalls: number): Promise<SweepReport> {
  const removed: Record<string, number> = Object.fromEntries(Object.keys(sweeps).map((name) => [name, 0]));
  const failed: Record<string, string> = {};
  let calls = 0;
  let isCut = false;
  let turn = Object.entries(sweeps);
  while (turn.length > 0) {
    const next: typeof turn = [];
    for (const [name, sweep] of turn) {
      if (calls + sweep.calls > maxCalls) {
        isCut = true;
        continue;
      }
      try {
        const step = await sweep.step();
        calls += step.calls;
        removed[name] = (removed[name] ?? 0) + step.removed;
        if (step.more) next.push([name, sweep]);
      } catch (error) {
        calls += sweep.calls;
        failed[name] = String(error);
      }
    }
    turn = next;
  }
  return { removed, calls, complete: !isCut && Object.keys(failed).length === 0, failed };
}
