import type { ApiClient } from '../console/page/api-client.ts';
import { formatWhole } from '../console/page/format-number.ts';
import { hasBusiness, loadBusiness } from './load-business.ts';
import type { ProgressBar } from './progress-bar.ts';
import { type OpenedSample, sampleMarket } from './sample-plan.ts';

interface Performance {
  readonly at: string;
  readonly items: readonly {
    readonly status: string;
    readonly goal: { readonly start: string; readonly due: string };
  }[];
}

/** Loads the business of the sample plan where it is not there yet, and says in some lines how it stands. */
export async function openBusiness(
  api: ApiClient,
  { planId, layout }: OpenedSample,
  bar: ProgressBar,
): Promise<string> {
  const lines: string[] = [];
  if (!(await hasBusiness(api, planId))) {
    const today = new Date().toISOString().slice(0, 10);
    const { layoutId } = layout;
    const ground = { planId, layoutId, finest: layout.resolution.finest, market: sampleMarket(), today };
    const business = await loadBusiness(api, ground, (share) => bar.show('Loading the business', share));
    const { calendar, reps, actuals, deals } = business;
    const counts = `${reps.length} reps, ${formatWhole(actuals.length)} actuals since ${calendar.historyFrom}, ${formatWhole(deals.length)} open deals`;
    lines.push(`The business on it: ${counts}.`);
  }
  bar.say('Measuring the goals');
  const { at, items } = await api.get<Performance>(`/v1/plans/${planId}/performance?limit=1000`);
  const [first] = items;
  if (first !== undefined) {
    const count = (status: string) => items.filter((item) => item.status === status).length;
    const statuses = ['on-track', 'at-risk', 'behind'].map((status) => `${count(status)} ${status.replace('-', ' ')}`);
    lines.push(
      `${items.length} goals from ${first.goal.start} to ${first.goal.due}, at ${at}: ${statuses.join(', ')}.`,
    );
  }
  lines.push(`Plan  ${planId}`, '');
  return lines.join('\n');
}
