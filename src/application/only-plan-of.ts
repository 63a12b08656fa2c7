import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { Ports } from './ports.ts';

/** The one plan that lists a layout. Throws `plan-required` where there is none, or more; `purpose` is what its accounts would be for. */
export async function onlyPlanOf(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  purpose: string,
  field = '/planId',
): Promise<string> {
  const planId = await findPlanOf(ports, workspaceId, layoutId, field);
  if (planId !== null) return planId;
  throw Failure.invalid('plan-required', {
    field,
    value: '',
    detail: `no plan lists this layout, so there are no accounts ${purpose}`,
    remedy: 'send planId with the plan whose accounts count',
  });
}

/** The one plan that lists a layout, null where none does. Throws `plan-required` where several do. */
export async function findPlanOf(
  ports: Ports,
  workspaceId: string,
  layoutId: LayoutId,
  field = '/planId',
): Promise<string | null> {
  const plans = await ports.layouts.plansOf(workspaceId, layoutId);
  const [only] = plans;
  if (only === undefined || plans.length === 1) return only ?? null;
  throw Failure.invalid('plan-required', {
    field,
    value: '',
    detail: `${plans.length} plans list this layout`,
    remedy: `send planId with one of: ${plans.slice(0, 20).join(', ')}`,
  });
}
