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
  const plans = await ports.layouts.plansOf(workspaceId, layoutId);
  const [only] = plans;
  if (only !== undefined && plans.length === 1) return only;
  const [detail, remedy] =
    plans.length === 0
      ? [
          `no plan lists this layout, so there are no accounts ${purpose}`,
          'send planId with the plan whose accounts count',
        ]
      : [`${plans.length} plans list this layout`, `send planId with one of: ${plans.slice(0, 20).join(', ')}`];
  throw Failure.invalid('plan-required', { field, value: '', detail, remedy });
}
