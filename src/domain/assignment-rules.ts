import type { AssignmentWishes, PairOfIds } from './assignment.ts';
import type { TerritoryNeeds } from './assignment-costs.ts';
import { Failure, type Violation } from './failure.ts';
import { backFromLeave } from './leave-of.ts';
import type { Rep } from './rep.ts';
import { shorten } from './shorten.ts';

/** A rule that keeps a rep from a territory. */
export type Exclusion = 'leave' | 'forbidden' | 'skills';

/** What no weight outweighs: leave, forbidden pairs, and skills that any account of a territory needs. */
export class AssignmentRules {
  /** When those are back who are on leave, by rep. */
  readonly backOn: ReadonlyMap<string, string>;
  readonly #forbidden: ReadonlySet<string>;
  readonly #skills = new Map<string, ReadonlySet<string>>();

  constructor(reps: readonly Rep[], { on, forbidden }: Pick<AssignmentWishes, 'on' | 'forbidden'>) {
    this.backOn = new Map(
      reps.flatMap((rep) => {
        const back = backFromLeave(rep, on);
        return back === null ? [] : [[rep.id, back] as const];
      }),
    );
    this.#forbidden = new Set(forbidden.map(keyOf));
    for (const { id, skills } of reps) this.#skills.set(id, new Set(skills));
  }

  /** The first rule that keeps a rep from a territory, or null. */
  exclusion(territory: TerritoryNeeds, repId: string): Exclusion | null {
    if (this.backOn.has(repId)) return 'leave';
    if (this.#forbidden.has(keyOf({ territoryId: territory.id, repId }))) return 'forbidden';
    const skills = this.#skills.get(repId);
    for (const skill of territory.skills.keys()) if (!skills?.has(skill)) return 'skills';
    return null;
  }

  /** Skills that a territory needs and a rep lacks. */
  lacking(territory: TerritoryNeeds, repId: string): string[] {
    const skills = this.#skills.get(repId);
    return [...territory.skills.keys()].filter((skill) => !skills?.has(skill));
  }
}

/** Names everything in the wishes that is not there, contradicts itself, or breaks a rule. Throws `invalid-assignment`. */
export function checkWishes(
  wishes: AssignmentWishes,
  territories: ReadonlyMap<string, TerritoryNeeds>,
  reps: ReadonlyMap<string, Rep>,
  rules: AssignmentRules,
): void {
  const violations: Violation[] = [];
  const blame = (field: string, value: string, detail: string, remedy: string) => {
    violations.push({ field, value: shorten(value), detail, remedy });
  };
  const expectTerritory = (field: string, id: string) => {
    if (!territories.has(id))
      blame(field, id, 'is no territory of this layout', `send one of: ${some(territories.keys())}`);
  };
  const expectPair = (field: string, { territoryId, repId }: PairOfIds) => {
    expectTerritory(`${field}/territoryId`, territoryId);
    if (!reps.has(repId)) blame(`${field}/repId`, repId, 'is no rep of the plan', `send one of: ${some(reps.keys())}`);
  };
  wishes.newTerritories.forEach((id, at) => {
    expectTerritory(`/newTerritories/${at}`, id);
  });
  wishes.leaveOpen.forEach((id, at) => {
    expectTerritory(`/leaveOpen/${at}`, id);
  });
  wishes.forbidden.forEach((pair, at) => {
    expectPair(`/forbidden/${at}`, pair);
  });
  const open = new Set(wishes.leaveOpen);
  const takenTerritories = new Map<string, number>();
  const takenReps = new Map<string, number>();
  wishes.pairs.forEach((pair, at) => {
    const field = `/pairs/${at}`;
    const { territoryId, repId } = pair;
    expectPair(field, pair);
    for (const [name, id, taken] of [
      ['territoryId', territoryId, takenTerritories],
      ['repId', repId, takenReps],
    ] as const) {
      const before = taken.get(id);
      if (before === undefined) taken.set(id, at);
      else blame(`${field}/${name}`, id, `is in /pairs/${before}, too`, 'fix each territory and each rep at most once');
    }
    if (open.has(territoryId)) {
      blame(`${field}/territoryId`, territoryId, 'is in /leaveOpen, too', 'take it out of one of the two');
    }
    const territory = territories.get(territoryId);
    if (territory === undefined || !reps.has(repId)) return;
    const rule = rules.exclusion(territory, repId);
    if (rule === null) return;
    const [detail, remedy] = brokenRule(rule, territory, repId, rules);
    blame(`${field}/repId`, repId, detail, remedy);
  });
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-assignment', first, ...rest.slice(0, 999));
}

function brokenRule(rule: Exclusion, territory: TerritoryNeeds, repId: string, rules: AssignmentRules) {
  if (rule === 'leave') {
    const back = rules.backOn.get(repId);
    return [`is on leave and back on ${back}`, `fix another rep, or send on=${back} or a later day`] as const;
  }
  if (rule === 'forbidden') return ['is forbidden for this territory', 'take the pair out of one of the two'] as const;
  const skills = rules.lacking(territory, repId);
  return [`lacks skills that accounts of ${territory.id} need: ${some(skills)}`, 'fix a rep who has them'] as const;
}

/** The first ten of some texts. */
export function some(texts: Iterable<string>): string {
  const all = [...texts];
  return all.length === 0
    ? 'none, there are none'
    : `${all.slice(0, 10).map(shorten).join(', ')}${all.length > 10 ? ' ...' : ''}`;
}

function keyOf({ territoryId, repId }: PairOfIds): string {
  return JSON.stringify([territoryId, repId]);
}
