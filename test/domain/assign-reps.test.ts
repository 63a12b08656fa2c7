import { expect, test } from 'vitest';
import { assignReps } from '../../src/domain/assign-reps.ts';
import type { AssignmentWishes, PairOfIds } from '../../src/domain/assignment.ts';
import type { TerritoryNeeds } from '../../src/domain/assignment-costs.ts';
import type { Rep } from '../../src/domain/rep.ts';
import { unitVector } from '../../src/domain/unit-vector.ts';
import { seededRandom } from '../fixtures/scatter-accounts.ts';

const ON = '2027-07-12';
const SKILLS = ['gas', 'heat', 'solar'];

interface Market {
  readonly territories: readonly TerritoryNeeds[];
  readonly reps: readonly Rep[];
  readonly wishes: AssignmentWishes;
}

/** A market of up to six territories and six reps; half of them with a fixed pair that no rule forbids. */
function market(seed: number): Market {
  const random = seededRandom(1 + seed * 2_000_003);
  const whole = (most: number) => Math.floor(random() * (most + 1));
  const chance = (share: number) => random() < share;
  const reps = Array.from(
    { length: whole(6) },
    (_, at): Rep => ({
      id: `r${at}`,
      name: '',
      home: chance(0.8) ? { lat: random() * 10, lng: random() * 10 } : null,
      capacityHours: chance(0.8) ? whole(200) : null,
      skills: SKILLS.filter(() => chance(0.7)),
      tenureSince: chance(0.8) ? `20${10 + whole(16)}-01-01` : null,
      leave: chance(0.15) ? [{ from: '2027-07-01', to: '2027-07-31' }] : [],
    }),
  );
  const territories = Array.from({ length: 1 + whole(5) }, (_, at): TerritoryNeeds => {
    const accountsOf = new Map(reps.filter(() => chance(0.4)).map(({ id }) => [id, 1 + whole(50)]));
    return {
      id: `t${at}`,
      center: unitVector(random() * 10, random() * 10),
      workloadHours: chance(0.8) ? whole(200) : null,
      accounts: [...accountsOf.values()].reduce((sum, count) => sum + count, whole(20)),
      accountsOf,
      skills: new Map(SKILLS.filter(() => chance(0.2)).map((skill) => [skill, 1 + whole(9)])),
    };
  });
  const all = territories.flatMap(({ id }) => reps.map((rep) => ({ territoryId: id, repId: rep.id })));
  const forbidden = all.filter(() => chance(0.1));
  const leaveOpen = territories.filter(() => chance(0.1)).map(({ id }) => id);
  const wishes: AssignmentWishes = {
    on: ON,
    weights: { distance: random() * 2, capacity: random(), continuity: random(), tenure: random() },
    pairs: [],
    forbidden,
    newTerritories: territories.filter(() => chance(0.3)).map(({ id }) => id),
    leaveOpen,
  };
  const given = { territories, reps, wishes };
  const fixable = all.filter((pair) => !leaveOpen.includes(pair.territoryId) && mayServe(given, pair));
  const [fixed] = chance(0.5) ? fixable.slice(whole(Math.max(0, fixable.length - 1))) : [];
  return fixed === undefined ? given : { ...given, wishes: { ...wishes, pairs: [fixed] } };
}

/** The rules, written again from what they promise. */
function mayServe({ territories, reps, wishes }: Market, { territoryId, repId }: PairOfIds): boolean {
  const rep = reps.find(({ id }) => id === repId);
  const needs = territories.find(({ id }) => id === territoryId)?.skills ?? new Map();
  const isForbidden = wishes.forbidden.some((pair) => pair.territoryId === territoryId && pair.repId === repId);
  const isAway = rep?.leave.some(({ from, to }) => from <= ON && ON <= to);
  return rep !== undefined && !isForbidden && !isAway && [...needs.keys()].every((skill) => rep.skills.includes(skill));
}

/** What a pair costs, written again from the formula; null where it may not be. */
function costOf(given: Market, pair: PairOfIds, scale: (km: number) => number): number | null {
  if (!mayServe(given, pair)) return null;
  const { territories, reps, wishes } = given;
  const territory = territories.find(({ id }) => id === pair.territoryId) as TerritoryNeeds;
  const rep = reps.find(({ id }) => id === pair.repId) as Rep;
  const there = reps.filter(({ leave }) => leave.length === 0);
  const meanOf = (values: readonly number[]) =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
  const years = ({ tenureSince }: Rep) => (Date.parse(ON) - Date.parse(tenureSince ?? ON)) / 86_400_000;
  const most = Math.max(0, ...there.filter(({ tenureSince }) => tenureSince !== null).map(years));
  const lack = (one: Rep) => (most === 0 ? 0 : 1 - years(one) / most);
  const idle = ({ capacityHours }: Rep) => {
    const [w, c] = [territory.workloadHours ?? 0, capacityHours ?? 0];
    return Math.max(w, c) === 0 ? 0 : Math.abs(w - c) / Math.max(w, c);
  };
  const kmOf = ({ home }: Rep) => {
    const [a, b] = [territory.center as readonly number[], unitVector(home?.lat ?? 0, home?.lng ?? 0)];
    return (
      6371.007180918475 *
      Math.acos(
        Math.min(
          1,
          a.reduce((sum, part, axis) => sum + part * (b[axis] ?? 0), 0),
        ),
      )
    );
  };
  const known = (has: (one: Rep) => boolean, cost: (one: Rep) => number) =>
    has(rep) ? cost(rep) : meanOf(there.filter(has).map(cost));
  const { distance, capacity, continuity, tenure } = wishes.weights;
  const parts = [
    distance * scale(known((one) => one.home !== null, kmOf)),
    territory.workloadHours === null ? 0 : capacity * known((one) => one.capacityHours !== null, idle),
    territory.accounts === 0 ? 0 : continuity * (1 - (territory.accountsOf.get(rep.id) ?? 0) / territory.accounts),
    wishes.newTerritories.includes(territory.id) ? tenure * known((one) => one.tenureSince !== null, lack) : 0,
  ];
  return parts.reduce((sum, part) => sum + part, 0);
}

/** The fewest vacancies and the least cost of all matchings that keep the rules and the fixed pairs. */
function bestByForce(given: Market, costs: ReadonlyMap<string, number | null>, but: PairOfIds | null = null) {
  const { territories, reps, wishes } = given;
  let best = { vacant: Infinity, cost: Infinity };
  const visit = (at: number, taken: ReadonlySet<string>, vacant: number, cost: number) => {
    const territory = territories[at];
    if (territory === undefined) {
      if (vacant < best.vacant || (vacant === best.vacant && cost < best.cost)) best = { vacant, cost };
      return;
    }
    const fixed = wishes.pairs.find(({ territoryId }) => territoryId === territory.id)?.repId;
    const mustHave = fixed ?? (but?.territoryId === territory.id ? but.repId : undefined);
    if (mustHave === undefined) visit(at + 1, taken, vacant + 1, cost);
    if (wishes.leaveOpen.includes(territory.id)) return;
    for (const { id } of reps) {
      const pairCost = costs.get(`${territory.id} ${id}`) ?? null;
      const isFixedElsewhere = fixed !== id && wishes.pairs.some(({ repId }) => repId === id);
      if (pairCost === null || taken.has(id) || isFixedElsewhere || (mustHave ?? id) !== id) continue;
      visit(at + 1, new Set([...taken, id]), vacant, cost + pairCost);
    }
  };
  visit(0, new Set(), 0, 0);
  return best;
}

test('rules hold, fixed pairs are kept, and no other way has fewer vacancies or costs less', () => {
  const seen = { vacant: 0, fixed: 0, unassigned: 0, runnersUp: 0 };
  for (let seed = 0; seed < 400; seed++) {
    const given = market(seed);
    const { territories, reps, wishes } = given;
    const found = assignReps(territories, reps, wishes);
    const mean = found.meanDistanceKm ?? 0;
    const costs = new Map<string, number | null>();
    for (const { id: territoryId } of territories) {
      for (const { id: repId } of reps) {
        const cost = costOf(given, { territoryId, repId }, (km) => (mean === 0 ? 0 : km / mean));
        costs.set(`${territoryId} ${repId}`, cost);
      }
    }
    const best = bestByForce(given, costs);
    expect([seed, found.vacant.length]).toEqual([seed, best.vacant]);
    expect(Math.abs(found.totalCost - best.cost), `seed ${seed}`).toBeLessThan(1e-3);
    const serving = found.pairs.flatMap(({ territoryId, repId }) => (repId === null ? [] : { territoryId, repId }));
    expect(new Set(serving.map(({ repId }) => repId)).size).toBe(serving.length);
    expect(serving.every((pair) => mayServe(given, pair))).toBe(true);
    expect(serving).toEqual(expect.arrayContaining([...wishes.pairs]));
    expect(serving.filter(({ territoryId }) => wishes.leaveOpen.includes(territoryId))).toEqual([]);
    expect(found.pairs.map(({ territoryId }) => territoryId)).toEqual(territories.map(({ id }) => id));
    for (const { territoryId, repId, cost, parts, runnerUp } of found.pairs) {
      if (repId === null) continue;
      expect(Math.abs((cost ?? -1) - (costs.get(`${territoryId} ${repId}`) ?? -1))).toBeLessThan(1e-3);
      const sum = Object.values(parts ?? {}).reduce((total, part) => total + part.cost, 0);
      expect(sum).toBeCloseTo(cost ?? -1, 9);
      if (wishes.pairs.some((pair) => pair.territoryId === territoryId)) continue;
      const others = reps
        .filter(({ id }) => id !== repId)
        .map(({ id }) => bestByForce(given, costs, { territoryId, repId: id }))
        .filter(({ vacant }) => vacant === best.vacant);
      const rise = others.length === 0 ? null : Math.min(...others.map((one) => one.cost)) - best.cost;
      expect([seed, territoryId, runnerUp === null]).toEqual([seed, territoryId, rise === null]);
      if (runnerUp === null) continue;
      seen.runnersUp++;
      expect(Math.abs(runnerUp.difference - (rise ?? -1)), `seed ${seed} ${territoryId}`).toBeLessThan(1e-3);
      const forced = bestByForce(given, costs, { territoryId, repId: runnerUp.repId });
      expect(Math.abs(forced.cost - best.cost - runnerUp.difference)).toBeLessThan(1e-3);
    }
    for (const { excluded, reason } of found.vacant) {
      expect(Object.values(excluded).reduce((sum, count) => sum + count, 0)).toBe(reps.length);
      expect(reason.length).toBeGreaterThan(10);
    }
    const idle = reps.filter(({ id }) => serving.every(({ repId }) => repId !== id)).map(({ id }) => id);
    expect(found.unassigned.map(({ repId }) => repId)).toEqual(idle);
    seen.vacant += found.vacant.length;
    seen.unassigned += idle.length;
    seen.fixed += wishes.pairs.length;
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});

test('everything has its order: other orders of reps that have other ids change nothing of the cost', () => {
  for (let seed = 0; seed < 60; seed++) {
    const { territories, reps, wishes } = market(seed);
    const once = assignReps(territories, reps, wishes);
    expect(assignReps(territories, reps, wishes)).toEqual(once);
    const turned = assignReps([...territories].reverse(), [...reps].reverse(), wishes);
    expect(turned.totalCost).toBeCloseTo(once.totalCost, 4);
    expect(turned.vacant.length).toBe(once.vacant.length);
  }
});
