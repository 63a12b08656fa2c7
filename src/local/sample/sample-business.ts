import { type CelledTerritory, territoriesOf } from './account-territories.ts';
import type { SampleAccount } from './sample-accounts.ts';
import { lastYearOf, makeActuals, type SampleActual } from './sample-actuals.ts';
import { type SampleCalendar, sampleCalendar } from './sample-calendar.ts';
import { makeDeals, type SampleDeal } from './sample-deals.ts';
import { makeGoals, type SampleGoals } from './sample-goals.ts';
import { makeOpenings } from './sample-openings.ts';
import { sampleRandom } from './sample-random.ts';
import { makeReps, type SampleRep } from './sample-reps.ts';
import { makeTexts, type SampleText } from './sample-texts.ts';

/** Rep by territory; null: vacant. */
export type SampleServing = Readonly<Record<string, string | null>>;

/** The territories of which something is special. */
export interface SpecialTerritories {
  readonly vacant: string;
  /** Opened when the territories changed: until then it was a part of `neighbor`. */
  readonly opened: CelledTerritory;
  readonly neighbor: string;
  /** Holds more than it may, since accounts opened there. */
  readonly drifted: string;
}

/** A business on a layout of the market: all that is uploaded beside the market itself. */
export interface SampleBusiness {
  readonly calendar: SampleCalendar;
  readonly special: SpecialTerritories;
  readonly reps: readonly SampleRep[];
  readonly serving: SampleServing;
  /** Before the territories changed. */
  readonly servedBefore: SampleServing;
  /** Accounts that are known better now: with their rep, with what they bought; and new ones. */
  readonly accounts: readonly SampleAccount[];
  readonly actuals: readonly SampleActual[];
  readonly deals: readonly SampleDeal[];
  readonly stages: readonly {
    readonly territoryId: string;
    readonly stage: string;
    readonly since: string;
    readonly ramp?: readonly number[];
  }[];
  readonly goals: SampleGoals;
  readonly texts: readonly SampleText[];
}

/** Of the full target, month by month since a territory was opened. */
const RAMP = [0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98];
/** Customers for whom nobody has been named. */
const WITHOUT_REP = 0.04;

/** Makes the business of a day. The same accounts, layout and day give the same business. Throws RangeError where the layout has fewer than three territories. */
export function makeBusiness(
  market: readonly SampleAccount[],
  layout: { readonly territories: readonly CelledTerritory[]; readonly finest: number },
  today: string,
): SampleBusiness {
  const calendar = sampleCalendar(today);
  const territoryOf = territoriesOf(market, layout.territories, layout.finest);
  const held = new Map<string, SampleAccount[]>(layout.territories.map(({ id }) => [id, []]));
  for (const account of market) held.get(territoryOf.get(account.id) ?? '')?.push(account);
  const special = chooseTerritories(layout.territories);
  const reps = makeReps(held, new Set([special.vacant]), calendar);
  const actuals = makeActuals(market, territoryOf, calendar);
  const bought = lastYearOf(actuals, calendar);
  const repFor = (id: string) =>
    sampleRandom('without rep', id).share() < WITHOUT_REP ? null : (reps.get(territoryOf.get(id) ?? '')?.id ?? null);
  const known = market
    .filter(({ visitsPerPeriod }) => visitsPerPeriod !== null)
    .map((account) => ({ ...account, repId: repFor(account.id), revenue: bought.get(account.id) ?? 0 }));
  const serving = Object.fromEntries(layout.territories.map(({ id }) => [id, reps.get(id)?.id ?? null]));
  const { [special.opened.id]: _, ...servedBefore } = serving;
  return {
    ...{ calendar, special, reps: [...reps.values()], serving, servedBefore, actuals },
    accounts: [...known, ...makeOpenings(held.get(special.drifted) ?? [])],
    deals: makeDeals(market, calendar),
    stages: [
      { territoryId: special.opened.id, stage: 'new', since: calendar.changedOn, ramp: RAMP },
      { territoryId: special.neighbor, stage: 'growing', since: calendar.changedOn },
    ],
    goals: makeGoals(actuals, calendar),
    texts: makeTexts(special, calendar),
  };
}

/** Some territories, all different. */
function chooseTerritories(territories: readonly CelledTerritory[]): SpecialTerritories {
  const drawn = (id: string) => sampleRandom('special', id).share();
  const all = [...territories].sort((a, b) => drawn(a.id) - drawn(b.id));
  const opened = all.find(({ neighbors }) => neighbors.length > 0);
  const neighbor = opened?.neighbors[0];
  const [vacant, drifted] = all.filter(({ id }) => id !== opened?.id && id !== neighbor);
  if (opened === undefined || neighbor === undefined || vacant === undefined)
    throw new RangeError('a business takes three territories, two of them beside each other');
  return { opened, neighbor, vacant: vacant.id, drifted: drifted?.id ?? neighbor };
}
