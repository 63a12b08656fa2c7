import { isLocal } from '../domain/moment.ts';
import { getPlan } from './get-plan.ts';
import type { Ports } from './ports.ts';

/** The zone in which some moments of a plan are meant: its own; where all name an offset it does not matter, and the plan is not looked up. Throws `not-found`. */
export async function zoneOf(
  ports: Ports,
  workspaceId: string,
  planId: string,
  moments: readonly (string | undefined)[],
): Promise<string> {
  const asksZone = moments.some((text) => text !== undefined && isLocal(text));
  return asksZone ? (await getPlan(ports, workspaceId, planId)).timeZone : 'UTC';
}
