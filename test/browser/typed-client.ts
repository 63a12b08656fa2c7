import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../openapi/paths.d.ts';

/** The API as its description types it: a wrong path, parameter or member does not compile. */
export type TypedClient = Client<paths, 'application/json'>;

/** The schemas of the description. */
export type Schemas = components['schemas'];

/** A client with a key, that is answered in JSON. */
export function openClient(origin: string, key: string): TypedClient {
  return createClient<paths, 'application/json'>({ baseUrl: origin, headers: { Authorization: `Bearer ${key}` } });
}

/** What an answer holds. Throws the problem where it is none. */
export function dataOf<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`${response.status} ${response.url}: ${JSON.stringify(error)}`);
  return data;
}

/** Options of a request whose body is a file of CSV. */
export function csvBody(body: string) {
  return { headers: { 'Content-Type': 'text/csv' }, body, bodySerializer: (text: unknown) => text as string } as const;
}

/** The layout of a solve that was waited for. Throws where it became a job. */
export function layoutOf<T extends { layoutId: unknown }>(answer: T): Exclude<T, { jobId: string }> {
  if ('jobId' in answer) throw new Error(`a job in place of a layout: ${JSON.stringify(answer)}`);
  return answer as Exclude<T, { jobId: string }>;
}
