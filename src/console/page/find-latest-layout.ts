import type { LayoutSummary } from '../../domain/layout.ts';
import type { Plan } from '../../domain/plan.ts';
import type { ApiClient } from './api-client.ts';

interface ListPage<T> {
  readonly items: readonly T[];
}

/** The latest layout of the first plan that has one, or null. */
export async function findLatestLayout(api: ApiClient): Promise<string | null> {
  const plans = await api.get<ListPage<Plan>>('/v1/plans');
  for (const { planId } of plans.items) {
    const layouts = await api.get<ListPage<LayoutSummary>>(`/v1/plans/${planId}/layouts?limit=1`);
    const [latest] = layouts.items;
    if (latest !== undefined) return latest.layoutId;
  }
  return null;
}
