/** Reps that are remembered: more than a plan has. */
const MAX_REPS = 20_000;

/** Which reps the rows of an upload name, and how often. */
export class NotedReps {
  /** Good rows by the rep that they name. */
  readonly rows = new Map<string, number>();

  note(repId: string | null): void {
    if (repId === null || (this.rows.size >= MAX_REPS && !this.rows.has(repId))) return;
    this.rows.set(repId, (this.rows.get(repId) ?? 0) + 1);
  }
}
