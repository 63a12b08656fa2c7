import type { SampleApi } from './load-business.ts';
import type { SampleBusiness } from './sample/sample-business.ts';

interface Publication {
  readonly publicationId: string;
  readonly layoutId: string;
  readonly since: { readonly at: string } | null;
}

/** The publication of the plan as a whole that is in a state, or undefined. */
export async function findPublication(
  api: SampleApi,
  planId: string,
  state: 'in-force' | 'draft',
): Promise<Publication | undefined> {
  const path = `/v1/plans/${planId}/publications?state=${state}&line=&limit=1`;
  return (await api.get<{ items: Publication[] }>(path)).items[0];
}

/**
 * Puts a layout in force, and then on record that it has been since the territories changed, and before that one without the territory that was opened then.
 *
 * In this order: before, nothing but the layout is in the plan's list, and afterwards it is in force, so that a start after one that broke off takes up the same one.
 */
export async function putHistory(
  api: SampleApi,
  planId: string,
  layoutId: string,
  { special, calendar, serving, servedBefore }: SampleBusiness,
): Promise<void> {
  const { historyFrom, changedOn } = calendar;
  const post = <T>(path: string, body: object, key?: string) =>
    api.send<T>('POST', path, 'application/json', JSON.stringify(body), key);
  const inForce = () => findPublication(api, planId, 'in-force');
  if ((await inForce()) === undefined) {
    const drafted = { layoutId, reps: serving, note: `${special.opened.name} was opened on ${changedOn}` };
    const draft =
      (await findPublication(api, planId, 'draft')) ??
      (await post<Publication>(`/v1/plans/${planId}/publications`, drafted));
    await post(`/v1/publications/${draft.publicationId}/publish`, {});
  }
  const merge = { kind: 'merge', territories: [special.neighbor, special.opened.id], into: special.neighbor };
  const edited = { edits: [merge], planId, name: `Until ${changedOn}` };
  const before = await post<{ layoutId: string }>(`/v1/layouts/${layoutId}/edits`, edited);
  const since = (await inForce())?.since?.at;
  const periods = {
    before: { layoutId: before.layoutId, reps: servedBefore, from: historyFrom, until: changedOn },
    since: { layoutId, reps: serving, from: changedOn, until: since },
  };
  for (const [name, period] of Object.entries(periods)) {
    const correction = { ...period, reason: 'As it was before this record began' };
    await post(`/v1/plans/${planId}/corrections`, correction, `sample-${planId}-${name}`);
  }
}
