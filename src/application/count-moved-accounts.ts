import type { ComparisonInput } from '../domain/comparison-input.ts';
import { movedPlaces } from '../domain/moved-places.ts';
import { getPlan } from './get-plan.ts';
import { movedLineOf } from './moved-line-of.ts';
import { movedRanges } from './moved-ranges.ts';
import type { Ports } from './ports.ts';

/** Who is affected by a change of territories, by the accounts of a plan as they are now. */
export interface AffectedReps {
  readonly planId: string;
  /** Accounts whose place is in another territory, each once. */
  readonly accounts: number;
  /** Reps who serve any of them now. */
  readonly repCount: number;
  /** Those with the most such accounts first, at most 1,000; accounts that nobody serves are under null. */
  readonly reps: readonly AffectedRep[];
}

/** What moves of the accounts that a rep serves now. */
export interface AffectedRep {
  readonly repId: string | null;
  readonly accounts: number;
  /** From which territory of the one layout to which of the other, by id; the most accounts first. Of all reps together at most 20,000. */
  readonly moves: readonly { readonly from: string; readonly to: string; readonly accounts: number }[];
}

/** Counts the accounts that a comparison moves, of the line that its layout `b` is of, by the reps who serve them now. Who will serve a territory nobody can tell from a layout. Throws `not-found`, `invalid-problem`. */
export async function countMovedAccounts(
  ports: Ports,
  workspaceId: string,
  input: ComparisonInput,
  planId: string,
): Promise<AffectedReps> {
  const plan = await getPlan(ports, workspaceId, planId);
  const otherwise = ', or leave planId out: what else differs is told without reps';
  const line = await movedLineOf(ports, workspaceId, planId, input.b.layout, otherwise);
  const moved = movedPlaces(input);
  const ranges = movedRanges(moved, plan.finestResolution);
  const { counts, ...totals } = await ports.accounts.countByRep(workspaceId, planId, ranges, line?.filter ?? null);
  const reps = new Map<
    string | null,
    { repId: string | null; accounts: number; moves: AffectedRep['moves'][number][] }
  >();
  for (const { repId, group, accounts } of counts) {
    const rep = reps.get(repId) ?? { repId, accounts: 0, moves: [] };
    const pair = moved.pairs[group];
    rep.moves.push({
      from: input.a.layout.territories[pair?.from ?? -1]?.id ?? '',
      to: input.b.layout.territories[pair?.to ?? -1]?.id ?? '',
      accounts,
    });
    rep.accounts += accounts;
    reps.set(repId, rep);
  }
  return { planId, ...totals, reps: [...reps.values()] };
}
