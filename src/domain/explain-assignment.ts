import type { Exclusions, UnassignedRep, Vacancy } from './assignment.ts';
import type { TerritoryNeeds } from './assignment-costs.ts';
import { type AssignmentRules, some } from './assignment-rules.ts';
import type { Rep } from './rep.ts';

/** Skills that a vacancy names. */
const MAX_SKILLS = 10;

/** Why a territory stays vacant: each rep by the first rule that keeps it away. `fixedReps` are territories by the reps that the request fixes to them. */
export function explainVacancy(
  territory: TerritoryNeeds,
  reps: readonly Rep[],
  rules: AssignmentRules,
  fixedReps: ReadonlyMap<string, string>,
  isLeftOpen: boolean,
): Vacancy {
  const excluded = { leave: 0, forbidden: 0, skills: 0, fixed: 0, elsewhere: 0 };
  const lackedBy = new Map<string, number>();
  for (const { id } of reps) {
    const rule = rules.exclusion(territory, id);
    excluded[rule ?? (fixedReps.has(id) ? 'fixed' : 'elsewhere')]++;
    if (rule !== 'skills') continue;
    for (const skill of rules.lacking(territory, id)) lackedBy.set(skill, (lackedBy.get(skill) ?? 0) + 1);
  }
  const missingSkills = [...lackedBy]
    .map(([skill, count]) => ({ skill, accounts: territory.skills.get(skill) ?? 0, reps: count }))
    .sort((a, b) => b.reps - a.reps || (a.skill < b.skill ? -1 : 1))
    .slice(0, MAX_SKILLS);
  const reason = isLeftOpen ? 'left open by the request' : vacancyReason(excluded, [...lackedBy.keys()]);
  return { territoryId: territory.id, reason, excluded, missingSkills };
}

function vacancyReason({ leave, forbidden, skills, fixed, elsewhere }: Exclusions, lacked: readonly string[]): string {
  const kept = [
    [elsewhere, 'may serve it and serve other territories'],
    [fixed, 'are fixed to other territories'],
    [leave, 'are on leave'],
    [forbidden, 'are forbidden here'],
    [skills, `lack skills that its accounts need (${some(lacked)})`],
  ] as const;
  const parts = kept.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  if (parts.length === 0) return 'the plan has no reps';
  return `${elsewhere > 0 ? 'there are not enough reps' : 'nobody may serve it'}; of all reps ${parts.join(', ')}`;
}

/** Why a rep serves nothing. `served` are the territories that are to be served. */
export function explainUnassigned(
  repId: string,
  served: readonly TerritoryNeeds[],
  rules: AssignmentRules,
): UnassignedRep {
  const backOn = rules.backOn.get(repId) ?? null;
  if (backOn !== null) return { repId, reason: `on leave, back on ${backOn}`, backOn };
  let [forbidden, skills, free] = [0, 0, 0];
  const lacked = new Set<string>();
  for (const territory of served) {
    const rule = rules.exclusion(territory, repId);
    if (rule === 'forbidden') forbidden++;
    else if (rule === 'skills') {
      skills++;
      for (const skill of rules.lacking(territory, repId)) lacked.add(skill);
    } else free++;
  }
  if (free > 0) return { repId, reason: `others serve the ${free} territories that it may serve`, backOn };
  const parts = [
    ...(skills > 0 ? [`${skills} territories need skills that it lacks (${some(lacked)})`] : []),
    ...(forbidden > 0 ? [`${forbidden} territories are forbidden`] : []),
  ];
  return {
    repId,
    reason: parts.length === 0 ? 'no territory is to be served' : `it may serve none: ${parts.join(', ')}`,
    backOn,
  };
}
