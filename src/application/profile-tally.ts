import { STATUS_GROUPS } from '../domain/account-status.ts';
import { type Distribution, describeValues, share } from '../domain/distribution.ts';
import { type ByLabel, LabelSums } from '../domain/label-sums.ts';
import type { LineFilter } from '../domain/line.ts';
import type { Plan } from '../domain/plan.ts';
import { settled } from '../domain/settle-sums.ts';
import type { ProfiledAccount } from './account-scan.ts';
import { metricOrder } from './layout-ground.ts';
import type { Ports } from './ports.ts';

/** Accounts up to which values of sixteen metrics are held at once, and metrics of one reading above it. */
const [FEW_ACCOUNTS, METRICS_AT_ONCE] = [250_000, 4];
const FIRST_ROOM = 1_024;

/** What accounts are and what their metrics come to. Sums are in the order of `metrics`. */
export interface Profile {
  readonly metrics: readonly string[];
  readonly accounts: number;
  readonly byStatus: ByLabel;
  readonly bySegment: ByLabel;
  readonly bySize: ByLabel;
  /** An account counts in each of its product lines. */
  readonly byProductLine: ByLabel;
  readonly distributions: readonly Distribution[];
}

/** What is sold of what could be. */
export interface Penetration {
  readonly valueMetric: string;
  readonly potentialMetric: string;
  readonly value: number;
  readonly potential: number;
  /** `value / potential`; null where there is no potential. */
  readonly penetration: number | null;
  /** `potential - value`. */
  readonly room: number;
}

/** The profile of those accounts of a plan, or of a line of it, that `take` is true of. Read several times where values of all metrics would not fit the memory; `take` is told whether this is the first. */
export async function readProfile(
  ports: Ports,
  workspaceId: string,
  plan: Plan,
  filter: LineFilter | null,
  take: (account: ProfiledAccount, isFirst: boolean) => boolean,
): Promise<Profile> {
  const order = metricOrder(plan);
  const count = await ports.accounts.count(workspaceId, plan.planId);
  const atOnce = count > FEW_ACCOUNTS ? METRICS_AT_ONCE : Math.max(1, order.length);
  const tally = new ProfileTally(order.length);
  for (let from = 0; from === 0 || from < order.length; from += atOnce) {
    const columns = order.slice(from, from + atOnce);
    tally.begin(from, columns.length);
    for await (const page of ports.accountScan.profiles(workspaceId, plan, filter, columns)) {
      for (const account of page) if (take(account, from === 0)) tally.add(account);
    }
    tally.end();
  }
  return tally.profile(
    plan.metrics,
    plan.metrics.map((_, at) => order.indexOf(at)),
  );
}

/** What is sold of what could be, of a plan that names both metrics; else null. */
export function penetrationOf({ valueMetric, potentialMetric }: Plan, profile: Profile): Penetration | null {
  if (valueMetric === null || potentialMetric === null) return null;
  const totalOf = (metric: string) => profile.distributions[profile.metrics.indexOf(metric)]?.total ?? 0;
  return penetration(valueMetric, potentialMetric, totalOf(valueMetric), totalOf(potentialMetric));
}

export function penetration(
  valueMetric: string,
  potentialMetric: string,
  value: number,
  potential: number,
): Penetration {
  const room = settled(potential - value);
  return { valueMetric, potentialMetric, value, potential, penetration: share(value, potential), room };
}

class ProfileTally {
  readonly #status: LabelSums;
  readonly #segment: LabelSums;
  readonly #size: LabelSums;
  readonly #productLine: LabelSums;
  readonly #distributions: Distribution[] = [];
  #from = 0;
  #accounts = 0;
  #read = 0;
  #values: Float64Array[] = [];

  constructor(width: number) {
    this.#status = new LabelSums(width);
    this.#segment = new LabelSums(width);
    this.#size = new LabelSums(width);
    this.#productLine = new LabelSums(width);
    for (const status of STATUS_GROUPS) this.#status.add(status, 0, []);
  }

  /** Begins a reading of some metrics, from a position on. */
  begin(from: number, metrics: number): void {
    this.#from = from;
    this.#read = 0;
    const room = Math.max(FIRST_ROOM, this.#accounts);
    this.#values = Array.from({ length: metrics }, () => new Float64Array(room));
  }

  add(account: ProfiledAccount): void {
    const { status, segment, size, productLines, values } = account;
    const from = this.#from;
    this.#put(this.#status, status, values);
    this.#put(this.#segment, segment, values);
    this.#put(this.#size, size, values);
    if (productLines.length === 0) this.#put(this.#productLine, null, values);
    for (const line of productLines) this.#put(this.#productLine, line, values);
    if (from === 0) this.#accounts++;
    const at = this.#read++;
    values.forEach((value, metric) => {
      let held = this.#values[metric] as Float64Array;
      if (at === held.length) {
        held = new Float64Array(at * 2);
        held.set(this.#values[metric] as Float64Array);
        this.#values[metric] = held;
      }
      held[at] = value;
    });
  }

  end(): void {
    for (const values of this.#values) this.#distributions.push(describeValues(values.subarray(0, this.#read)));
    this.#values = [];
  }

  /** `columns`: where each metric is among those that were read. */
  profile(metrics: readonly string[], columns: readonly number[]): Profile {
    const inOrder = <T>(read: readonly T[]) => columns.map((column) => read[column] as T);
    const byLabel = (sums: LabelSums): ByLabel => {
      const { groups, others } = sums.byLabel();
      return {
        groups: groups.map((group) => ({ ...group, sums: inOrder(group.sums) })),
        others: others && { ...others, sums: inOrder(others.sums) },
      };
    };
    return {
      metrics,
      accounts: this.#accounts,
      byStatus: byLabel(this.#status),
      bySegment: byLabel(this.#segment),
      bySize: byLabel(this.#size),
      byProductLine: byLabel(this.#productLine),
      distributions: inOrder(this.#distributions),
    };
  }

  #put(sums: LabelSums, label: string | null, values: readonly number[]): void {
    if (this.#from === 0) sums.count(label);
    sums.add(label, this.#from, values);
  }
}
