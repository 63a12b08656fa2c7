import type { CostParts, CostWeights } from './assignment.ts';
import { largestCost } from './least-cost-matching.ts';
import type { Rep } from './rep.ts';
import { greatCircleKm, type UnitVector, unitVector } from './unit-vector.ts';

const DAYS_PER_YEAR = 365.25;
const DAY_MS = 86_400_000;

/** What of a territory costs depend on. */
export interface TerritoryNeeds {
  readonly id: string;
  readonly center: UnitVector | null;
  readonly workloadHours: number | null;
  /** Accounts that have a rep now. */
  readonly accounts: number;
  /** How many of them each rep has, by the rep's id. */
  readonly accountsOf: ReadonlyMap<string, number>;
  /** Skills that its accounts need, by how many need each. */
  readonly skills: ReadonlyMap<string, number>;
}

/** What costs follow from. */
export interface CostBasis {
  readonly territories: readonly TerritoryNeeds[];
  readonly reps: readonly Rep[];
  readonly isAllowed: (territory: number, rep: number) => boolean;
  readonly isNew: ReadonlySet<string>;
  readonly on: string;
  readonly weights: CostWeights;
}

/**
 * What it costs that a rep serves a territory: the sum of four parts without unit, each multiplied with its weight. All are 0 at best, and 1 is about as
 * much for each: an average way, all accounts changing hands, work without capacity, the youngest on a new territory.
 *
 * - distance: `km / meanDistanceKm`; km from the home to the territory's center of weight along a great circle, the mean over all pairs that may be;
 * - capacity: `1 - min(w, c) / max(w, c)` of the workload w and the capacity c, in hours: twice the load and half of it both cost 0.5; 0 where both are 0;
 * - continuity: the share of the accounts with a rep that get another one; 0 where none has a rep;
 * - tenure: `1 - years / most years` of the reps that are there, for new territories; 0 for others.
 *
 * What is not known of a rep counts as the mean of the others for that territory, so it neither helps nor harms; what nobody has costs nothing.
 *
 * Costs are whole multiples of `1 / stepsPerUnit`, a millionth but for enormous weights, part by part: sums are exact, and equal costs tie.
 */
export class AssignmentCosts {
  readonly meanDistanceKm: number | null;
  readonly stepsPerUnit: number;
  readonly #basis: CostBasis;
  readonly #homes: readonly (UnitVector | null)[];
  readonly #years: readonly (number | null)[];
  readonly #mostYears: number;
  readonly #meanTenure: number;
  readonly #meanKm: readonly (number | null)[];
  readonly #meanCapacity: readonly number[];

  constructor(basis: CostBasis) {
    const { territories, reps, isAllowed, on, weights } = basis;
    this.#basis = basis;
    this.#homes = reps.map(({ home }) => home && unitVector(home.lat, home.lng));
    this.#years = reps.map(({ tenureSince }) => (tenureSince === null ? null : yearsBetween(tenureSince, on)));
    const years = this.#years.filter((one) => one !== null);
    this.#mostYears = years.reduce((most, one) => Math.max(most, one), 0);
    this.#meanTenure = mean(years.map((one) => this.#tenureCost(one))) ?? 0;
    let [sum, count, longest] = [0, 0, 0];
    this.#meanKm = territories.map((_, territory) => {
      const known: number[] = [];
      reps.forEach((_, rep) => {
        const km = this.#kmOf(territory, rep);
        if (km === null) return;
        known.push(km);
        longest = Math.max(longest, km);
        if (!isAllowed(territory, rep)) return;
        sum += km;
        count++;
      });
      return mean(known);
    });
    this.meanDistanceKm = count === 0 ? null : sum / count;
    this.#meanCapacity = territories.map(({ workloadHours }) => {
      const known = reps.flatMap(({ capacityHours }) => capacityHours ?? []);
      return mean(known.map((hours) => imbalance(workloadHours ?? 0, hours))) ?? 0;
    });
    const largest =
      weights.distance * this.#distanceCost(longest) + weights.capacity + weights.continuity + weights.tenure;
    let steps = 1_000_000;
    while (steps * largest + 4 > largestCost(territories.length, reps.length)) steps /= 10;
    this.stepsPerUnit = steps;
  }

  /** The whole cost of a pair in steps. */
  stepsOf(territory: number, rep: number): number {
    const { distance, capacity, continuity, tenure } = this.#stepsByPart(territory, rep);
    return distance + capacity + continuity + tenure;
  }

  /** The parts of a pair's cost. */
  partsOf(territory: number, rep: number): CostParts {
    const steps = this.#stepsByPart(territory, rep);
    const { id, workloadHours, accounts, accountsOf } = this.#territory(territory);
    const own = this.#rep(rep);
    const km = this.#kmOf(territory, rep);
    const years = this.#years[rep] ?? null;
    const counted = km ?? this.#meanKm[territory] ?? null;
    return {
      distance: {
        km: counted === null ? null : round(counted, 3),
        known: km !== null,
        cost: this.units(steps.distance),
      },
      capacity: { workloadHours, capacityHours: own.capacityHours, cost: this.units(steps.capacity) },
      continuity: { accountsKept: accountsOf.get(own.id) ?? 0, accounts, cost: this.units(steps.continuity) },
      tenure: {
        isNew: this.#basis.isNew.has(id),
        years: years === null ? null : round(years, 2),
        cost: this.units(steps.tenure),
      },
    };
  }

  /** Steps as a cost. */
  units(steps: number): number {
    return steps / this.stepsPerUnit;
  }

  #stepsByPart(territory: number, rep: number): CostWeights {
    const { weights, isNew } = this.#basis;
    const { id, workloadHours, accounts, accountsOf } = this.#territory(territory);
    const own = this.#rep(rep);
    const km = this.#kmOf(territory, rep) ?? this.#meanKm[territory] ?? null;
    const years = this.#years[rep] ?? null;
    const capacity =
      own.capacityHours === null
        ? (this.#meanCapacity[territory] ?? 0)
        : imbalance(workloadHours ?? 0, own.capacityHours);
    const tenure = years === null ? this.#meanTenure : this.#tenureCost(years);
    const steps = (weight: number, cost: number) => Math.round(weight * cost * this.stepsPerUnit);
    return {
      distance: steps(weights.distance, km === null ? 0 : this.#distanceCost(km)),
      capacity: steps(weights.capacity, workloadHours === null ? 0 : capacity),
      continuity: steps(weights.continuity, accounts === 0 ? 0 : 1 - (accountsOf.get(own.id) ?? 0) / accounts),
      tenure: steps(weights.tenure, isNew.has(id) ? tenure : 0),
    };
  }

  #distanceCost(km: number): number {
    return this.meanDistanceKm ? km / this.meanDistanceKm : 0;
  }

  #tenureCost(years: number): number {
    return this.#mostYears === 0 ? 0 : 1 - years / this.#mostYears;
  }

  #kmOf(territory: number, rep: number): number | null {
    const [center, home] = [this.#territory(territory).center, this.#homes[rep] ?? null];
    return center === null || home === null ? null : greatCircleKm(center, home);
  }

  #territory(at: number): TerritoryNeeds {
    return this.#basis.territories[at] as TerritoryNeeds;
  }

  #rep(at: number): Rep {
    return this.#basis.reps[at] as Rep;
  }
}

function imbalance(workload: number, capacity: number): number {
  const larger = Math.max(workload, capacity);
  return larger === 0 ? 0 : 1 - Math.min(workload, capacity) / larger;
}

function yearsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS / DAYS_PER_YEAR);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
