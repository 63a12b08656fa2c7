import type { MarketPlace } from './market-places.ts';
import { sampleRandom } from './sample-random.ts';

/** An account as it is uploaded. `null` is an empty column. */
export interface SampleAccount extends MarketPlace {
  readonly status: 'customer' | 'prospect' | 'dormant' | null;
  readonly segment: string;
  readonly size: string;
  readonly productLines: readonly string[];
  readonly requiredSkills: readonly string[];
  readonly visitMinutes: number | null;
  /** A period is a quarter, here and in the capacity of reps. */
  readonly visitsPerPeriod: number | null;
  readonly repId: string | null;
  /** USD of the last twelve full months. */
  readonly revenue: number;
  /** USD a year. */
  readonly potential: number;
}

/** Employees at which half of the accounts are or were customers at most, and the largest such share. */
const [EMPLOYEES_OF_CUSTOMERS, MOST_CUSTOMERS] = [80_000, 0.5];
/** Employees from which on prospects are visited. */
const VISITED_EMPLOYEES = 8_000;
const USD_PER_EMPLOYEE = 12;

/** What each place of the market is to the business, before anybody serves it and anything was sold. Large ones are customers more often. */
export function makeAccounts(places: readonly MarketPlace[]): SampleAccount[] {
  return places.map((place) => {
    const random = sampleRandom('account', place.id);
    const { employees } = place;
    const chance = Math.min(MOST_CUSTOMERS, employees / EMPLOYEES_OF_CUSTOMERS);
    const drawn = random.share();
    const isUnknown = random.share() < 0.3;
    const status =
      drawn < chance ? 'customer' : drawn < chance * 1.25 ? 'dormant' : isUnknown ? null : ('prospect' as const);
    const size = employees < 1_000 ? 'small' : employees < 10_000 ? 'medium' : 'large';
    const visits = visitsOf(status, size, employees);
    return {
      ...place,
      ...{ status, size, segment: random.pick(['industry', 'services', 'retail', 'public']) },
      productLines: random.pick([['ovens'], ['ovens', 'coolers'], ['coolers'], []]),
      requiredSkills: size === 'large' ? random.pick([['gas'], ['gas', 'cooling'], []]) : [],
      visitMinutes: visits === null ? null : random.pick([45, 60, 90]),
      visitsPerPeriod: visits,
      repId: null,
      revenue: 0,
      potential: Math.round(employees * USD_PER_EMPLOYEE * Math.exp(0.6 * random.normal())),
    };
  });
}

function visitsOf(status: SampleAccount['status'], size: string, employees: number): number | null {
  if (status === 'customer') return size === 'large' ? 4 : 3;
  if (status === 'dormant') return 1;
  return status === 'prospect' && employees >= VISITED_EMPLOYEES ? 1 : null;
}
