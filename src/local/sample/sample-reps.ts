import type { SampleAccount } from './sample-accounts.ts';
import { dayPlus, type SampleCalendar } from './sample-calendar.ts';
import { sampleRandom } from './sample-random.ts';

/** A rep as it is uploaded. */
export interface SampleRep {
  readonly id: string;
  readonly name: string;
  readonly home: { readonly lat: number; readonly lng: number };
  /** In a quarter. */
  readonly capacityHours: number;
  readonly skills: readonly string[];
  readonly tenureSince: string;
  readonly leave: readonly { readonly from: string; readonly to: string }[];
}

const FIRST_NAMES = ['Ada', 'Ben', 'Chloe', 'Diego', 'Emma', 'Femi', 'Grace', 'Hugo', 'Ines', 'Jonas'] as const;
const LAST_NAMES = ['Abara', 'Brandt', 'Castro', 'Dubois', 'Evans', 'Fischer', 'Garcia'] as const;

/** A rep for each territory but the vacant ones, by the territory: at home in its largest place. */
export function makeReps(
  held: ReadonlyMap<string, readonly SampleAccount[]>,
  vacant: ReadonlySet<string>,
  { today }: SampleCalendar,
): Map<string, SampleRep> {
  const reps = new Map<string, SampleRep>();
  let number = 0;
  for (const [territoryId, accounts] of held) {
    number++;
    const [first, ...others] = accounts;
    if (vacant.has(territoryId) || first === undefined) continue;
    const { lat, lng } = others.reduce((most, one) => (one.establishments > most.establishments ? one : most), first);
    const random = sampleRandom('rep', number);
    const name = [FIRST_NAMES[number % 10], LAST_NAMES[number % 7]].join(' ');
    reps.set(territoryId, {
      ...{ id: `rep-${String(number).padStart(2, '0')}`, name, home: { lat, lng } },
      capacityHours: random.pick([210, 240, 270, 300]),
      skills: random.pick([['gas', 'cooling'], ['gas', 'cooling'], ['gas', 'cooling'], ['gas']]),
      tenureSince: dayPlus(today, -Math.round(random.between(200, 4_000))),
      leave: random.share() < 0.1 ? [{ from: dayPlus(today, 20), to: dayPlus(today, 34) }] : [],
    });
  }
  return reps;
}
