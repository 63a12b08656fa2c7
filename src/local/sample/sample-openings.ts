import type { SampleAccount } from './sample-accounts.ts';
import { sampleRandom } from './sample-random.ts';

/** Establishments and employees of each new account. */
const [ESTABLISHMENTS, EMPLOYEES] = [250, 3_900];
/** How much of a territory's establishments open anew. */
const SHARE = 0.12;
/** How far from the largest place, in degrees. */
const REACH_DEG = 0.05;

/** New accounts about the largest place of a territory, more than its tolerance allows for: it has drifted since it was drawn. */
export function makeOpenings(accounts: readonly SampleAccount[]): SampleAccount[] {
  const [first, ...others] = accounts;
  if (first === undefined) return [];
  const largest = others.reduce((most, one) => (one.establishments > most.establishments ? one : most), first);
  const total = accounts.reduce((sum, { establishments }) => sum + establishments, 0);
  return Array.from({ length: Math.ceil((SHARE * total) / ESTABLISHMENTS) }, (_, at) => {
    const random = sampleRandom('opening', at);
    return {
      ...largest,
      ...{
        id: `new-${String(at + 1).padStart(3, '0')}`,
        name: `New site ${at + 1}, ${largest.name}`,
        status: 'prospect',
      },
      ...{ establishments: ESTABLISHMENTS, employees: EMPLOYEES, size: 'medium', requiredSkills: [] },
      ...{ visitMinutes: 60, visitsPerPeriod: 1, revenue: 0, potential: Math.round(random.between(20_000, 80_000)) },
      lat: Number((largest.lat + random.between(-REACH_DEG, REACH_DEG)).toFixed(4)),
      lng: Number((largest.lng + random.between(-REACH_DEG, REACH_DEG)).toFixed(4)),
    };
  });
}
