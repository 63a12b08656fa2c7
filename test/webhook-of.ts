import { Webhook } from 'standardwebhooks';
import { expect, inject } from 'vitest';
import openapi from '../openapi/openapi.json';
import { schemasOf } from './contract/document-reader.ts';
import { schemaErrors } from './contract/schema-errors.ts';
import type { OpenedWorkspace } from './open-workspace.ts';
import type { Received } from './receiver.ts';

/** A delivery as the API answers it. */
export interface DeliveryAnswer {
  readonly eventId: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly nextAttemptAt: string | null;
}

/** An event as a receiver reads it. */
export interface EventBody {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Record<string, unknown>;
}

const schemas = schemasOf(openapi);

/** What is wrong with a request by what the document says of webhooks of its type. */
function bodyErrors(text: string): string[] {
  const body = JSON.parse(text) as EventBody;
  const described = openapi.webhooks[body.type as keyof typeof openapi.webhooks];
  return schemaErrors(described.post.requestBody.content['application/json'].schema, body, schemas);
}

let count = 0;

/** Sends JSON and reads JSON. */
export async function call<T>(of: OpenedWorkspace, method: string, path: string, body?: unknown, given = {}) {
  const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...given };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const answer = await of.fetch(path, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as T };
}

/** Makes a webhook that a receiver of its own gets; `query` says how that answers: see `test/receiver.ts`. */
export async function webhookOf(of: OpenedWorkspace, events: readonly string[], query = '', planIds?: string[]) {
  const address = `${inject('receiver')}/r${count++}-${crypto.randomUUID()}`;
  const given = { url: address + query, events, ...(planIds && { planIds }) };
  const made = await call<{ webhookId: string; secret: string }>(of, 'POST', '/v1/webhooks', given);
  const { webhookId, secret } = made.body;
  const received = async () => (await (await fetch(address)).json()) as Received[];
  return {
    webhookId,
    secret,
    address,
    path: `/v1/webhooks/${webhookId}`,
    received,
    /** The events that came, each verified and as the document describes it, as soon as there are so many. */
    async events(least: number): Promise<(EventBody & { id: string })[]> {
      const all = await until(received, (list) => list.length >= least);
      expect(all.flatMap(({ body }) => bodyErrors(body))).toEqual([]);
      return all.map(({ headers, body }) => ({
        ...(new Webhook(secret).verify(body, headers) as EventBody),
        id: headers['webhook-id'] ?? '',
      }));
    },
    async deliveries(query = ''): Promise<DeliveryAnswer[]> {
      const path = `/v1/webhooks/${webhookId}/deliveries${query}`;
      return (await call<{ items: DeliveryAnswer[] }>(of, 'GET', path)).body.items;
    },
  };
}

/** Asks until the answer is as it is to be. */
export async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
