import type { Layout } from '../../domain/layout.ts';
import type { ApiClient } from './api-client.ts';

/** How good a territory is, as `GET /v1/layouts/{layoutId}/quality` says it. */
export interface TerritoryScore {
  readonly territoryId: string;
  readonly score: number | null;
  readonly parts: Readonly<Record<string, { readonly score: number | null; readonly reason: string | null }>>;
  readonly raise: { readonly part: string; readonly gain: number } | null;
}

/** How its goal stands, as `GET /v1/plans/{planId}/performance` says it. */
export interface GoalStanding {
  readonly goal: {
    readonly subject: { readonly territoryId?: string };
    readonly metric: string;
    readonly unit: string;
    readonly target: number;
    readonly due: string;
  };
  readonly achieved: number;
  readonly attainment: number | null;
  readonly forecast: { readonly value: number; readonly low: number | null; readonly high: number | null } | null;
  readonly status: 'not-begun' | 'on-track' | 'at-risk' | 'behind';
  readonly because: string;
}

/** What is known of the territories beside their borders, by id: scores of any layout of a plan, goals of what is in force. */
export interface Standings {
  readonly scores: ReadonlyMap<string, TerritoryScore>;
  readonly goals: ReadonlyMap<string, GoalStanding>;
}

/** Reads how the territories of a layout stand. Nothing where the layout is of no plan, the key may not know, or no answer comes: the map is whole without it. */
export async function readStandings(api: ApiClient, { layoutId }: Layout): Promise<Standings> {
  try {
    const { planId, territories } = await api.get<{ planId: string; territories: TerritoryScore[] }>(
      `/v1/layouts/${layoutId}/quality`,
    );
    const scores = new Map(territories.map((one) => [one.territoryId, one]));
    return { scores, goals: await readGoals(api, planId, layoutId) };
  } catch {
    return { scores: new Map(), goals: new Map() };
  }
}

/** The first goal of each territory whose period has today; none where another layout is in force. */
async function readGoals(api: ApiClient, planId: string, layoutId: string): Promise<Standings['goals']> {
  const goals = new Map<string, GoalStanding>();
  const inForce = await api.get<{ items: { layoutId: string }[] }>(
    `/v1/plans/${planId}/publications?state=in-force&line=&limit=1`,
  );
  if (inForce.items[0]?.layoutId !== layoutId) return goals;
  const { items } = await api.get<{ items: GoalStanding[] }>(`/v1/plans/${planId}/performance?limit=1000`);
  for (const item of items) {
    const { territoryId } = item.goal.subject;
    if (territoryId !== undefined && !goals.has(territoryId)) goals.set(territoryId, item);
  }
  return goals;
}
