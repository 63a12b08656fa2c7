import { env } from 'cloudflare:workers';
import { loadBusiness } from '../src/local/load-business.ts';
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
  /** Loads the business once more, as after a load that broke off. */
  again(): Promise<SampleBusiness>;
}

/** Loads the sample on the market of the tests, in a workspace of its own. Throws where the API refuses anything. */
export async function loadSample(territories: number): Promise<LoadedSample> {
  const workspace = await openWorkspace();
  const sent = new Map<string, string[]>();
  const answered = async <T>(path: string, init: RequestInit = {}) => {
    const answer = await workspace.fetch(path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };
  const api = {
    get: <T>(path: string) => answered<T>(path),
    send: async <T>(method: string, path: string, type: string, body: string) => {
      const name = path.split('/').at(-1) ?? '';
      sent.set(name, [...(sent.get(name) ?? []), body]);
      const answer = await answered<T>(path, { method, headers: { 'content-type': type }, body });
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
  const { layoutId } = made;
  const today = new Date().toISOString().slice(0, 10);
  const ground = { planId, layoutId, finest: made.resolution.finest, market, today };
  const business = await loadBusiness(api, ground);
  return { workspace, planId, layoutId, business, today, sent, get: api.get, again: () => loadBusiness(api, ground) };
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
