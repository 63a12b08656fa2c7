import type { Account } from '../domain/account.ts';
import { cellAt } from '../domain/cell-at.ts';
import { Failure } from '../domain/failure.ts';
import { otherMetrics } from '../domain/metric.ts';
import type { Plan } from '../domain/plan.ts';
import { randomBase62 } from '../domain/random-base62.ts';
import type { AccountSet } from './account-sets.ts';
import type { BinnedAccount, Ports } from './ports.ts';
import { ViolationList } from './violation-list.ts';

/** Rows of one upload so far. */
export interface Tally {
  readonly uploadId: string;
  /** Rows stored. */
  readonly accepted: number;
  readonly rejected: number;
}

/** Rows stored at once: 250,000 of them in fifty queries. */
const CHUNK_ROWS = 5_000;
/** Characters of names and attributes held at once. */
const CHUNK_LENGTH = 2_000_000;
/** Rows of one request: with what a sweep takes, within the thousand queries that D1 allows it. */
const MAX_ROWS = 2_000_000;

/** Stores the accounts of one upload in a set, in chunks, the first row of each id. */
export class AccountWriter {
  readonly violations = new ViolationList();
  readonly #uploadId = `upl_${randomBase62(22)}`;
  readonly #ports: Ports;
  readonly #set: AccountSet;
  readonly #staged: boolean;
  #plan: Plan;
  #accepted = 0;
  #metricsSettled: boolean;
  #chunk = new Map<string, { readonly line: number; readonly binned: BinnedAccount }>();
  #chunkLength = 0;

  /** `staged`: the set is not in force, so nothing of it may show, its metrics neither. */
  constructor(ports: Ports, set: AccountSet, plan: Plan, staged: boolean) {
    this.#ports = ports;
    this.#set = set;
    this.#plan = plan;
    this.#staged = staged;
    this.#metricsSettled = plan.metrics.length > 0;
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

  async add(line: number, account: Account): Promise<void> {
    const first = this.#chunk.get(account.id);
    if (first !== undefined) return this.violations.addDuplicate(line, account.id, first.line);
    if (this.#accepted + this.#chunk.size === MAX_ROWS) {
      throw new Failure('payload-too-large', `more than ${MAX_ROWS} rows in one request: send them in parts`);
    }
    const cell = cellAt(account.lat, account.lng, this.#plan.finestResolution);
    this.#chunk.set(account.id, { line, binned: { account, cell } });
    this.#chunkLength += textLength(account);
    if (this.#chunk.size >= CHUNK_ROWS || this.#chunkLength >= CHUNK_LENGTH) await this.flush();
  }

  /** Stores what is held. */
  async flush(): Promise<void> {
    const rows = [...this.#chunk.values()];
    this.#chunk.clear();
    this.#chunkLength = 0;
    if (rows.length === 0) return;
    const binned = rows.map((row) => row.binned);
    const doubled = await this.#ports.accountSets.upsert(this.#set, this.#plan, this.#uploadId, binned);
    for (const at of doubled) {
      const row = rows[at];
      if (row !== undefined) this.violations.addDuplicate(row.line, row.binned.account.id, null);
    }
    this.#accepted += rows.length - doubled.length;
  }

  tally(): Tally {
    return { uploadId: this.#uploadId, accepted: this.#accepted, rejected: this.violations.rows };
  }
}

function textLength({ id, name, productLines, requiredSkills, attributes }: Account): number {
  let length = id.length + name.length;
  for (const label of productLines) length += label.length;
  for (const label of requiredSkills) length += label.length;
  for (const [attribute, value] of Object.entries(attributes)) length += attribute.length + value.length;
  return length;
}
