import { env } from 'cloudflare:workers';
import type { ApiClient } from '../src/console/page/api-client.ts';
import { findPlanLayout } from '../src/console/page/find-latest-layout.ts';
import { type BusinessGround, loadBusiness, type SampleApi } from '../src/local/load-business.ts';
import { readMarket } from '../src/local/sample/market-places.ts';
import { makeAccounts } from '../src/local/sample/sample-accounts.ts';
import type { SampleBusiness } from '../src/local/sample/sample-business.ts';
import { toCsv } from '../src/local/sample/to-csv.ts';
import { type OpenedWorkspace, openWorkspace } from './open-workspace.ts';

/** A row of a CSV by its columns, as texts. */
export type UploadedRow = Readonly<Record<string, string>>;

/** The sample on a part of the market, loaded as `npm start` loads it. */
export interface LoadedSample {
  readonly workspace: OpenedWorkspace;
  readonly planId: string;
  readonly layoutId: string;
  readonly business: SampleBusiness;
  readonly today: string;
  /** Bodies as they were sent, by the last part of their path, in order. */
  readonly sent: ReadonlyMap<string, readonly string[]>;
  get<T>(path: string): Promise<T>;
}

/** A plan with the market of the tests and a layout, without a business. */
interface OpenedSample {
  readonly workspace: OpenedWorkspace;
  readonly api: SampleApi;
  readonly ground: BusinessGround;
  readonly sent: ReadonlyMap<string, readonly string[]>;
}

async function openSample(territories: number, workspace: OpenedWorkspace): Promise<OpenedSample> {
  const sent = new Map<string, string[]>();
  const answered = async <T>(path: string, init: RequestInit = {}) => {
    const answer = await workspace.fetch(path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const api: SampleApi = {
    get: <T>(path: string) => answered<T>(path),
    send: async <T>(method: string, path: string, type: string, body: string, key?: string) => {
      const name = path.split('/').at(-1) ?? '';
      sent.set(name, [...(sent.get(name) ?? []), body]);
      const headers = { 'content-type': type, ...(key === undefined ? {} : { 'idempotency-key': key }) };
      const answer = await answered<T>(path, { method, headers, body });
      const { rejected = 0, warnings = [] } = answer as { rejected?: number; warnings?: unknown[] };
      if (rejected > 0 || warnings.length > 0) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
  };
  const post = <T>(path: string, body: object) => api.send<T>('POST', path, 'application/json', JSON.stringify(body));
  const metrics = ['establishments', 'employees', 'revenue', 'potential'];
  const { planId } = await post<{ planId: string }>('/v1/plans', { name: 'Sample', metrics });
  const market = makeAccounts(readMarket(env.MARKET));
  await api.send('PUT', `/v1/plans/${planId}/accounts`, 'text/csv', toCsv(market));
  const asked = { territories, balance: { establishments: 0.1 }, effort: 'fast' };
  const made = await post<{ layoutId: string; resolution: { finest: number } }>(`/v1/plans/${planId}/layouts`, asked);
  const today = new Date().toISOString().slice(0, 10);
  const ground = { planId, layoutId: made.layoutId, finest: made.resolution.finest, market, today };
  return { workspace, api, ground, sent };
}

/** Loads the sample on the market of the tests, in a workspace of its own. Throws where the API refuses anything. */
export async function loadSample(territories: number): Promise<LoadedSample> {
  const { workspace, api, ground, sent } = await openSample(territories, await openWorkspace());
  const business = await loadBusiness(api, ground);
  const { planId, layoutId, today } = ground;
  return { workspace, planId, layoutId, business, today, sent, get: api.get };
}

/**
 * Loads the sample in another plan of the same workspace, has the load break off when so many POSTs were answered, and takes it up as a later start does: with the
 * layout that it finds then. Answers the plan, and whether it broke off.
 */
export async function breakOffSample(territories: number, workspace: OpenedWorkspace, posts: number) {
  const { api, ground } = await openSample(territories, workspace);
  let [left, isBroken] = [posts, false];
  const breaking: SampleApi = {
    get: api.get,
    send: async <T>(...[method, ...request]: Parameters<SampleApi['send']>) => {
      const answer = await api.send<T>(method, ...request);
      if (method !== 'POST' || --left > 0) return answer;
      isBroken = true;
      throw new Error('the answer is lost');
    },
  };
  await loadBusiness(breaking, ground).catch((error) => {
    if (!isBroken) throw error;
  });
  const { planId } = ground;
  const layoutId = (await findPlanLayout(api as unknown as ApiClient, planId)) ?? '';
  await loadBusiness(api, { ...ground, layoutId });
  return { planId, isBroken };
}

/** The rows of CSV texts; a later row takes the place of an earlier one with the same first column where `isKeyed`. */
export function uploadedRows(texts: readonly string[], isKeyed = false): UploadedRow[] {
  const rows = texts.flatMap((text) => {
    const [head = [], ...lines] = text.trim().split('\n').map(cellsOf);
    return lines.map((cells) => Object.fromEntries(head.map((column, at) => [column, cells[at] ?? ''])));
  });
  if (!isKeyed) return rows;
  return [...new Map(rows.map((row) => [Object.values(row)[0], row])).values()];
}

/** The cells of a line, some of them in quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
