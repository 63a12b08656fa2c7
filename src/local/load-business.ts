import { findPublication, putHistory } from './put-history.ts';
import type { CelledTerritory } from './sample/account-territories.ts';
import type { SampleAccount } from './sample/sample-accounts.ts';
import { makeBusiness, type SampleBusiness } from './sample/sample-business.ts';
import { PIPELINE_STAGES } from './sample/sample-deals.ts';
import { toCsv } from './sample/to-csv.ts';

/** What of a client is needed. */
export interface SampleApi {
  get<T>(path: string): Promise<T>;
  /** With a key, sent again it is the same request. */
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH',
    path: string,
    contentType: string,
    body: string,
    idempotencyKey?: string,
  ): Promise<T>;
}

/** On what a business is loaded. */
export interface BusinessGround {
  readonly planId: string;
  readonly layoutId: string;
  /** Finest resolution of the layout. */
  readonly finest: number;
  /** All accounts of the plan, as they were uploaded. */
  readonly market: readonly SampleAccount[];
  /** Today, where nothing was loaded yet: what is on record keeps to the day on which it was. */
  readonly today: string;
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

  const listed = `/v1/layouts/${layoutId}/territories?include=cells`;
  const { territories } = await api.get<{ territories: CelledTerritory[] }>(listed);
  const begun = await findPublication(api, planId, 'in-force');
  const business = makeBusiness(market, { territories, finest }, begun?.since?.at.slice(0, 10) ?? today);
  const steps: (() => Promise<unknown>)[] = [
    () => send('PATCH', plan, { valueMetric: 'revenue', potentialMetric: 'potential' }),
    () => send('PUT', `${plan}/reps`, business.reps),
    () => api.send('PUT', `${plan}/accounts`, 'text/csv', toCsv(business.accounts)),
    () => putHistory(api, planId, layoutId, business),
    () => api.send('PUT', `${plan}/actuals`, 'text/csv', toCsv(business.actuals)),
    () => send('PUT', `${plan}/pipeline-stages`, { stages: PIPELINE_STAGES }),
    () => api.send('PUT', `${plan}/deals`, 'text/csv', toCsv(business.deals)),
    () => send('PUT', `${plan}/stages`, { stages: business.stages }),
    async () => {
      const { items } = await api.get<{ items: { subject: object }[] }>(`${plan}/goals?limit=1000`);
      const isThere = (kind: 'territoryId' | 'plan') => items.some(({ subject }) => kind in subject);
      if (!isThere('territoryId')) await send('POST', `${plan}/goals/spread`, business.goals.spread);
      if (!isThere('plan')) await send('POST', `${plan}/goals`, business.goals.plan);
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
