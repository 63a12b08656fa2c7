import type { CelledTerritory } from './sample/account-territories.ts';
import type { SampleAccount } from './sample/sample-accounts.ts';
import { makeBusiness, type SampleBusiness } from './sample/sample-business.ts';
import { PIPELINE_STAGES } from './sample/sample-deals.ts';
import { toCsv } from './sample/to-csv.ts';

/** What of a client is needed. */
export interface SampleApi {
  get<T>(path: string): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, contentType: string, body: string): Promise<T>;
}

/** On what a business is loaded. */
export interface BusinessGround {
  readonly planId: string;
  readonly layoutId: string;
  /** Finest resolution of the layout. */
  readonly finest: number;
  /** All accounts of the plan, as they were uploaded. */
  readonly market: readonly SampleAccount[];
  readonly today: string;
}

interface ListPage {
  readonly items: readonly unknown[];
}

/** Whether all of a business is there: the plan's strategy is written last. */
export async function hasBusiness(api: SampleApi, planId: string): Promise<boolean> {
  const { items } = await api.get<{ items: { kind: string; territoryId: string | null }[] }>(
    `/v1/plans/${planId}/texts`,
  );
  return items.some(({ kind, territoryId }) => kind === 'strategy' && territoryId === null);
}

/**
 * Loads a business onto a layout, as any client would: reps, what is known of accounts, two years with a change of territories in them, actuals, deals, stages, goals
 * and texts. What is there already after a load that broke off is not made twice.
 */
export async function loadBusiness(
  api: SampleApi,
  { planId, layoutId, finest, market, today }: BusinessGround,
  watch: (share: number) => void = () => {},
): Promise<SampleBusiness> {
  const plan = `/v1/plans/${planId}`;
  const send = <T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown) =>
    api.send<T>(method, path, 'application/json', JSON.stringify(body));
  const isEmpty = async (path: string) => (await api.get<ListPage>(path)).items.length === 0;

  const listed = `/v1/layouts/${layoutId}/territories?include=cells`;
  const { territories } = await api.get<{ territories: CelledTerritory[] }>(listed);
  const business = makeBusiness(market, { territories, finest }, today);
  const { special, calendar, serving } = business;
  const steps: (() => Promise<unknown>)[] = [
    () => send('PATCH', plan, { valueMetric: 'revenue', potentialMetric: 'potential' }),
    () => send('PUT', `${plan}/reps`, business.reps),
    () => api.send('PUT', `${plan}/accounts`, 'text/csv', toCsv(business.accounts)),
    async () => {
      if (!(await isEmpty(`${plan}/publications?state=in-force`))) return;
      const merge = { kind: 'merge', territories: [special.neighbor, special.opened.id], into: special.neighbor };
      const edited = { edits: [merge], planId, name: `Until ${calendar.changedOn}` };
      const before = await send<{ layoutId: string }>('POST', `/v1/layouts/${layoutId}/edits`, edited);
      const reason = 'As it was before this record began';
      const correct = (body: object) => send('POST', `${plan}/corrections`, { ...body, reason });
      const { historyFrom, changedOn } = calendar;
      await correct({ layoutId: before.layoutId, reps: business.servedBefore, from: historyFrom, until: changedOn });
      await correct({ layoutId, reps: serving, from: changedOn, until: new Date().toISOString() });
      const drafted = { layoutId, reps: serving, note: `${special.opened.name} was opened on ${changedOn}` };
      const { publicationId } = await send<{ publicationId: string }>('POST', `${plan}/publications`, drafted);
      await send('POST', `/v1/publications/${publicationId}/publish`, {});
    },
    () => api.send('PUT', `${plan}/actuals`, 'text/csv', toCsv(business.actuals)),
    () => send('PUT', `${plan}/pipeline-stages`, { stages: PIPELINE_STAGES }),
    () => api.send('PUT', `${plan}/deals`, 'text/csv', toCsv(business.deals)),
    () => send('PUT', `${plan}/stages`, { stages: business.stages }),
    async () => {
      if (!(await isEmpty(`${plan}/goals?limit=1`))) return;
      await send('POST', `${plan}/goals/spread`, business.goals.spread);
      await send('POST', `${plan}/goals`, business.goals.plan);
    },
    async () => {
      for (const { kind, territoryId, text } of business.texts) {
        const of = territoryId === null ? '' : `?territory=${encodeURIComponent(territoryId)}`;
        await send('PUT', `${plan}/texts/${kind}${of}`, { text });
      }
    },
  ];
  for (const [at, step] of steps.entries()) {
    watch(at / steps.length);
    await step();
  }
  watch(1);
  return business;
}
