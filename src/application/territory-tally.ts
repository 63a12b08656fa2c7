import type { StatusGroup } from '../domain/account-status.ts';
import { ancestorAt, resolutionOf } from '../domain/cell-number.ts';
import { LARGEST } from '../domain/distribution.ts';
import type { Rep } from '../domain/rep.ts';
import { settled } from '../domain/settle-sums.ts';
import { isCurrent, roomToWin, type TerritoryFacts, type Workload } from '../domain/territory-facts.ts';
import type { ProfiledAccount } from './account-scan.ts';

/** Cells of about 5 km2: prospects and customers in the same one are near each other. */
const NEAR_RESOLUTION = 7;

/** Positions of the metrics that a tally looks at among the values of accounts; -1: there is none. */
export interface NamedColumns {
  readonly value: number;
  readonly potential: number;
  /** Hours that accounts bring themselves. */
  readonly workload: number;
}

/** Adds up the accounts of one territory. */
export class TerritoryTally {
  readonly #columns: NamedColumns;
  readonly #statuses: Record<StatusGroup, number> = { customer: 0, prospect: 0, dormant: 0, unknown: 0 };
  readonly #current = { accounts: 0, value: 0 };
  readonly #toWin = { accounts: 0, room: 0 };
  /** Accounts by the skills that they need, as JSON. */
  readonly #skills = new Map<string, number>();
  /** Potential of prospects by cell, and whether a current customer is in it. */
  readonly #near = new Map<bigint, { prospects: number; hasCustomer: boolean }>();
  /** Ascending. */
  readonly #largest: number[] = [];
  #accounts = 0;
  #value = 0;
  #potential = 0;
  #ownHours = 0;
  #dormantPotential = 0;
  #valueWithoutRep = 0;
  #visitMinutes = 0;
  #travelMinutes = 0;

  constructor(columns: NamedColumns) {
    this.#columns = columns;
  }

  add(account: ProfiledAccount, cell: bigint): void {
    const { status, values, requiredSkills, repId } = account;
    const { value: valueAt, potential: potentialAt, workload } = this.#columns;
    const [value, potential] = [values[valueAt] ?? 0, values[potentialAt] ?? 0];
    this.#accounts++;
    this.#statuses[status]++;
    this.#value += value;
    this.#potential += potential;
    this.#ownHours += values[workload] ?? 0;
    const standing = { status, value, potential };
    const buys = isCurrent(standing);
    if (buys) {
      this.#current.accounts++;
      this.#current.value += value;
    } else {
      this.#toWin.accounts++;
      this.#toWin.room += roomToWin(standing);
    }
    if (status === 'dormant') this.#dormantPotential += potential;
    if (repId === null) this.#valueWithoutRep += value;
    if (requiredSkills.length > 0) {
      const key = JSON.stringify(requiredSkills);
      this.#skills.set(key, (this.#skills.get(key) ?? 0) + 1);
    }
    if (buys || status === 'prospect') this.#addNear(cell, buys, potential);
    this.#addLargest(value);
  }

  /** Adds what visits in a cell take. */
  addMinutes(visited: number, travelled: number): void {
    this.#visitMinutes += visited;
    this.#travelMinutes += travelled;
  }

  facts(id: string, name: string, rep: Rep | null): TerritoryFacts {
    const { value, potential } = this.#columns;
    let prospectsNearby = 0;
    for (const { prospects, hasCustomer } of this.#near.values()) if (hasCustomer) prospectsNearby += prospects;
    return {
      ...{ id, name, accounts: this.#accounts, statuses: this.#statuses },
      value: value < 0 ? null : settled(this.#value),
      potential: potential < 0 ? null : settled(this.#potential),
      current: { accounts: this.#current.accounts, value: settled(this.#current.value) },
      toWin: { accounts: this.#toWin.accounts, room: settled(this.#toWin.room) },
      dormantPotential: settled(this.#dormantPotential),
      prospectsNearby: settled(prospectsNearby),
      valueWithoutRep: settled(this.#valueWithoutRep),
      largestValues: settled(this.#largest.reduce((sum, one) => sum + one, 0)),
      workload: this.#workload(),
      rep: rep && { repId: rep.id, capacityHours: rep.capacityHours },
      lackingSkills: rep === null ? 0 : this.#lacking(rep),
    };
  }

  #workload(): Workload {
    if (this.#columns.workload >= 0) return { hours: settled(this.#ownHours), visits: null, travel: null };
    const [visits, travel] = [settled(this.#visitMinutes / 60), settled(this.#travelMinutes / 60)];
    return { hours: settled((this.#visitMinutes + this.#travelMinutes) / 60), visits, travel };
  }

  #lacking(rep: Rep): number {
    const own = new Set(rep.skills);
    let lacking = 0;
    for (const [skills, accounts] of this.#skills) {
      if ((JSON.parse(skills) as string[]).some((skill) => !own.has(skill))) lacking += accounts;
    }
    return lacking;
  }

  #addNear(cell: bigint, buys: boolean, potential: number): void {
    const near = ancestorAt(cell, Math.min(NEAR_RESOLUTION, resolutionOf(cell)));
    const held = this.#near.get(near) ?? { prospects: 0, hasCustomer: false };
    if (buys) held.hasCustomer = true;
    else held.prospects += potential;
    this.#near.set(near, held);
  }

  #addLargest(value: number): void {
    const least = this.#largest[0];
    if (this.#largest.length === LARGEST && value <= (least ?? 0)) return;
    const at = this.#largest.findIndex((one) => one >= value);
    this.#largest.splice(at < 0 ? this.#largest.length : at, 0, value);
    if (this.#largest.length > LARGEST) this.#largest.shift();
  }
}
