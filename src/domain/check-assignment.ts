import type { Assignment } from './assignment.ts';
import type { BlameShape } from './check-shape.ts';

const AS_EXPORTED = 'send the assignment as it was exported';

/** Blames what an assignment from a file says that its layout does not bear out, and who serves two territories, or none and one. */
export function checkAssignment(
  { pairs, vacant, unassigned }: Pick<Assignment, 'pairs' | 'vacant' | 'unassigned'>,
  territoryIds: readonly string[],
  blame: BlameShape,
): void {
  const at = pairs.findIndex(({ territoryId }, position) => territoryId !== territoryIds[position]);
  const odd = pairs[at === -1 ? territoryIds.length : at];
  if (odd !== undefined || pairs.length !== territoryIds.length) {
    const detail = `is not that of each territory of the layout, in its order, ${territoryIds.length} of them`;
    blame('pairs/territoryId', odd?.territoryId ?? pairs.length, detail, AS_EXPORTED);
  }
  const open = pairs.filter(({ repId }) => repId === null).map(({ territoryId }) => territoryId);
  const told = vacant.map(({ territoryId }) => territoryId);
  if (JSON.stringify([...open].sort()) !== JSON.stringify([...told].sort())) {
    blame('vacant/territoryId', told, 'are not the territories without a rep', AS_EXPORTED);
  }
  const reps = new Set<string>();
  for (const { repId } of [...pairs, ...unassigned]) {
    if (repId !== null && reps.has(repId)) blame('repId', repId, 'is there twice', AS_EXPORTED);
    if (repId !== null) reps.add(repId);
  }
}
