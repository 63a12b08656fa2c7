import { leaveOn } from '../domain/leave-of.ts';
import { localDay } from '../domain/moment.ts';
import type { Rep } from '../domain/rep.ts';
import type { ConflictGround } from './conflict-ground.ts';

/** What a replacement must be able to do. */
interface Needs {
  readonly skills?: readonly string[];
  readonly capacityHours?: number;
}

/**
 * The rep to serve a territory in place of its own: one who serves none before one who does, then by id. Null where nobody is there who has the skills, and the
 * hours, where these are needed.
 */
export function chooseReplacement(ground: ConflictGround, territoryId: string, needs: Needs = {}): Rep | null {
  const { owners, reps, question, plan } = ground;
  const today = localDay(question.nowMs, plan.timeZone);
  const serving = new Set(owners.reps.values());
  const own = owners.reps.get(territoryId);
  const able = [...reps.values()].filter(
    (rep) =>
      rep.id !== own &&
      leaveOn(rep, today) === null &&
      (needs.skills ?? []).every((skill) => rep.skills.includes(skill)) &&
      (needs.capacityHours === undefined || (rep.capacityHours ?? 0) >= needs.capacityHours),
  );
  const isFree = (rep: Rep) => !serving.has(rep.id);
  if (needs.capacityHours !== undefined) return able.find(isFree) ?? null;
  return able.find(isFree) ?? able[0] ?? null;
}
