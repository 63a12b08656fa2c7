import type { AssignedPair, Assignment, AssignmentWishes } from './assignment.ts';
import { AssignmentCosts, type TerritoryNeeds } from './assignment-costs.ts';
import { AssignmentRules, checkWishes } from './assignment-rules.ts';
import { explainUnassigned, explainVacancy } from './explain-assignment.ts';
import { findRunnerUp } from './find-runner-up.ts';
import { matchAtLeastCost, matchedColumn } from './least-cost-matching.ts';
import type { Rep } from './rep.ts';

/** What an assignment says beside what it is of. */
export type AssignedReps = Pick<Assignment, 'pairs' | 'vacant' | 'unassigned' | 'totalCost' | 'meanDistanceKm'>;

/**
 * Matches reps to territories: no rule is broken, fixed pairs are kept, the fewest territories stay vacant, and of all matchings like that it is the
 * one of least cost, of these the first in the order of territories and of the reps' ids.
 *
 * Shape: `reps` by id, ascending. Errors: `invalid-assignment` for wishes that cannot be. Cost: the cube of the larger number of the two.
 */
export function assignReps(
  territories: readonly TerritoryNeeds[],
  reps: readonly Rep[],
  wishes: AssignmentWishes,
): AssignedReps {
  const rules = new AssignmentRules(reps, wishes);
  const byId = new Map(territories.map((territory) => [territory.id, territory]));
  checkWishes(wishes, byId, new Map(reps.map((rep) => [rep.id, rep])), rules);
  const leaveOpen = new Set(wishes.leaveOpen);
  const fixed = new Map(wishes.pairs.map(({ territoryId, repId }) => [territoryId, repId]));
  const fixedReps = new Map(wishes.pairs.map(({ territoryId, repId }) => [repId, territoryId]));

  const served = territories.filter(({ id }) => !leaveOpen.has(id));
  const present = reps.filter(({ id }) => !rules.backOn.has(id));
  const allowed = served.map((territory) =>
    Uint8Array.from(present, ({ id }) => (rules.exclusion(territory, id) === null ? 1 : 0)),
  );
  const isAllowed = (territory: number, rep: number) => allowed[territory]?.[rep] === 1;
  const costs = new AssignmentCosts({
    ...{ territories: served, reps: present, isAllowed, on: wishes.on, weights: wishes.weights },
    isNew: new Set(wishes.newTerritories),
  });

  const rows = [...served.keys()].filter((at) => !fixed.has(served[at]?.id ?? ''));
  const columns = [...present.keys()].filter((at) => !fixedReps.has(present[at]?.id ?? ''));
  const matching = matchAtLeastCost({
    rows: rows.length,
    columns: columns.length,
    costs: Float64Array.from({ length: rows.length * columns.length }, (_, pair) => {
      const territory = rows[Math.floor(pair / columns.length)] as number;
      const rep = columns[pair % columns.length] as number;
      return isAllowed(territory, rep) ? costs.stepsOf(territory, rep) : Infinity;
    }),
  });

  let totalSteps = 0;
  const pairOf = (territory: number, rep: number, more: Pick<AssignedPair, 'runnerUp' | 'why'>): AssignedPair => {
    const steps = costs.stepsOf(territory, rep);
    totalSteps += steps;
    const ids = { territoryId: served[territory]?.id ?? '', repId: present[rep]?.id ?? '' };
    return { ...ids, cost: costs.units(steps), parts: costs.partsOf(territory, rep), ...more };
  };
  const pairs = new Map<string, AssignedPair>();
  const repAt = new Map(present.map(({ id }, at) => [id, at]));
  served.forEach(({ id }, territory) => {
    const rep = repAt.get(fixed.get(id) ?? '');
    if (fixed.has(id) && rep !== undefined) {
      pairs.set(id, pairOf(territory, rep, { runnerUp: null, why: 'fixed by the request' }));
    }
  });
  rows.forEach((territory, row) => {
    const column = matchedColumn(matching, row);
    if (column < 0) return;
    const found = findRunnerUp(matching, row);
    const other = found === null ? null : (columns[found.column] as number);
    const runnerUp =
      found === null || other === null
        ? null
        : {
            repId: present[other]?.id ?? '',
            cost: costs.units(costs.stepsOf(territory, other)),
            difference: costs.units(found.rise),
          };
    const why =
      runnerUp === null
        ? 'with any other rep one more territory would be vacant'
        : `with any other rep all together would cost ${runnerUp.difference} more at least`;
    pairs.set(served[territory]?.id ?? '', pairOf(territory, columns[column] as number, { runnerUp, why }));
  });

  const serving = new Map([...pairs.values()].map(({ territoryId, repId }) => [repId ?? '', territoryId]));
  const vacant = territories
    .filter(({ id }) => !pairs.has(id))
    .map((territory) => explainVacancy(territory, reps, rules, fixedReps, leaveOpen.has(territory.id)));
  const reasons = new Map(vacant.map(({ territoryId, reason }) => [territoryId, reason]));
  return {
    pairs: territories.map(({ id }) => pairs.get(id) ?? vacantPair(id, reasons.get(id) ?? '')),
    vacant,
    unassigned: reps.filter(({ id }) => !serving.has(id)).map(({ id }) => explainUnassigned(id, served, rules)),
    totalCost: costs.units(totalSteps),
    meanDistanceKm: costs.meanDistanceKm === null ? null : Number(costs.meanDistanceKm.toFixed(3)),
  };
}

function vacantPair(territoryId: string, why: string): AssignedPair {
  return { territoryId, repId: null, cost: null, parts: null, runnerUp: null, why };
}
