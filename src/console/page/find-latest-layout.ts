import type { LayoutSummary } from '../../domain/layout.ts';
import type { Plan } from '../../domain/plan.ts';
import type { ApiClient } from './api-client.ts';

interface ListPage<T> {
  readonly items: readonly T[];
}

/** The layout of the first plan that has one, or null: that in force, else the latest. */
export async function findLatestLayout(api: ApiClient): Promise<string | null> {
  const plans = await api.get<ListPage<Plan>>('/v1/plans');
  for (const { planId } of plans.items) {
    const found = await findPlanLayout(api, planId);
    if (found !== null) return found;
  }
  return null;
}

/** The layout of a plan that is in force, else the latest, or null. */
export async function findPlanLayout(api: ApiClient, planId: string): Promise<string | null> {
  for (const list of ['publications?state=in-force&line=&limit=1', 'layouts?limit=1']) {
    const { items } = await api.get<ListPage<Pick<LayoutSummary, 'layoutId'>>>(`/v1/plans/${planId}/${list}`);
    if (items[0] !== undefined) return items[0].layoutId;
  }
  return null;
}
