import type { Account } from '../domain/account.ts';
import { cellAt } from '../domain/cell-at.ts';
import { Failure } from '../domain/failure.ts';
import { otherMetrics } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { AccountSet, EncodedAccount } from './account-sets.ts';
import type { Ports } from './ports.ts';
import { ViolationList } from './violation-list.ts';

/** Rows of one upload so far. */
export interface Tally {
  readonly uploadId: string;
  /** Rows stored. */
  readonly accepted: number;
  readonly rejected: number;
}

/** Rows stored at once: with more, pages of the database are written again less often, but more memory is held. 250,000 rows are fifty queries. */
export const CHUNK_ROWS = 5_000;
/** Characters held at once. */
const CHUNK_LENGTH = 1_800_000;
/** Rows of one request: with what sweeps take, and a second query for each chunk that holds ids again, within the thousand queries that D1 allows it. */
export const MAX_ROWS = 2_000_000;

/** Stores the accounts of one upload in a set, in chunks, the first row of each id. */
export class AccountWriter {
  readonly violations = new ViolationList();
  readonly #uploadId = `upl_${randomBase62(22)}`;
  readonly #ports: Ports;
  readonly #set: AccountSet;
  readonly #staged: boolean;
  #plan: Plan;
  /** Rows taken, ids that come again in another chunk among them: these cost queries, too. */
  #sent = 0;
  #accepted = 0;
  #metricsSettled: boolean;
  /** Lines by id, in the order of the rows. */
  #lines = new Map<string, number>();
  #chunk: EncodedAccount[] = [];
  #chunkLength = 0;

  /** `staged`: the set is not in force, so nothing of it may show, its metrics neither. */
  constructor(ports: Ports, set: AccountSet, plan: Plan, staged: boolean) {
    this.#ports = ports;
    this.#set = set;
    this.#plan = plan;
    this.#staged = staged;
    this.#metricsSettled = plan.metrics.length > 0;
  }

  /** Whether the metrics of the plan are known, so that accounts can be added. */
  get knowsMetrics(): boolean {
    return this.#metricsSettled;
  }

  /** Takes the metrics of the upload for a plan that has none. Throws `invalid-rows` where another upload was faster with others. */
  async settleMetrics(metrics: readonly string[]): Promise<void> {
    if (this.#metricsSettled) return;
    this.#metricsSettled = true;
    if (metrics.length === 0) return;
    if (!this.#staged) {
      const { workspaceId, planId } = this.#set;
      const declared = await this.#ports.plans.declareMetrics(workspaceId, planId, metrics);
      if (declared.join() !== metrics.join()) throw otherMetrics(declared);
    }
    this.#plan = { ...this.#plan, metrics };
  }

  /** Takes an account. Where so many are held now that they are stored, answers what to wait for: a turn of the event loop for each of a million rows is felt. */
  add(line: number, account: Account): Promise<void> | null {
    const first = this.#lines.get(account.id);
    if (first !== undefined) {
      this.violations.addDuplicate(line, account.id, first);
      return null;
    }
    if (this.#sent === MAX_ROWS) {
      throw new Failure('payload-too-large', `more than ${MAX_ROWS} rows in one request: send them in parts`);
    }
    const cell = cellAt(account.lat, account.lng, this.#plan.finestResolution);
    const encoded = this.#ports.accountSets.encode({ account, cell }, this.#plan);
    this.#sent++;
    this.#lines.set(account.id, line);
    this.#chunk.push(encoded);
    this.#chunkLength += encoded.json.length;
    return this.#chunk.length >= CHUNK_ROWS || this.#chunkLength >= CHUNK_LENGTH ? this.flush() : null;
  }

  /** Stores what is held. */
  async flush(): Promise<void> {
    const [rows, lines] = [this.#chunk, this.#lines];
    this.#chunk = [];
    this.#lines = new Map();
    this.#chunkLength = 0;
    if (rows.length === 0) return;
    const doubled = await this.#ports.accountSets.upsert(this.#set, this.#plan, this.#uploadId, rows);
    for (const at of doubled) {
      const { accountId } = rows[at] as EncodedAccount;
      this.violations.addDuplicate(lines.get(accountId) ?? 0, accountId, null);
    }
    this.#accepted += rows.length - doubled.length;
  }

  tally(): Tally {
    return { uploadId: this.#uploadId, accepted: this.#accepted, rejected: this.violations.rows };
  }
}
