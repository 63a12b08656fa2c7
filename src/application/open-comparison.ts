import { refine } from '../domain/common-refinement.ts';
import type { ComparisonInput } from '../domain/comparison-input.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { matchTerritories } from '../domain/match-territories.ts';
import { findOverlaps } from '../domain/overlaps.ts';
import { areDerived } from './derives-from.ts';
import { getLayout, withLeaves } from './get-layout.ts';
import type { Ports } from './ports.ts';

/** Two layouts that are there, and all that their comparison follows from besides what they are. */
export interface ComparedPair {
  readonly a: Layout;
  readonly b: Layout;
  readonly derived: boolean;
}

/** The two layouts that are compared. Throws `not-found`, also for one of another workspace. */
export async function getComparedPair(
  ports: Ports,
  workspaceId: string,
  a: LayoutId,
  b: LayoutId,
): Promise<ComparedPair> {
  const pair = { a: await getLayout(ports, workspaceId, a), b: await getLayout(ports, workspaceId, b) };
  return { ...pair, derived: await areDerived(ports, workspaceId, pair.a, pair.b) };
}

/** What a comparison of two layouts follows from. Throws `not-found` where one was deleted since. */
export async function openComparison(
  ports: Ports,
  workspaceId: string,
  { a, b, derived }: ComparedPair,
): Promise<ComparisonInput> {
  const [ofA, ofB] = [await withLeaves(ports, workspaceId, a), await withLeaves(ports, workspaceId, b)];
  const places = refine(ofA.leaves, ofB.leaves);
  const overlaps = findOverlaps(ofA, ofB, places);
  return { a: ofA, b: ofB, derived, places, overlaps, matching: matchTerritories(a, b, overlaps, derived) };
}
