import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { createApp } from '../../src/http/app.ts';
import { PROBLEM_PAGES } from '../../src/problem-pages.ts';
import { wirePorts } from '../../src/wiring.ts';
import { PLAIN_ACCOUNT } from '../fixtures/plain-account.ts';
import { countedDatabase } from '../metered/counted-database.ts';
import { openWorkspace } from '../open-workspace.ts';

const ROWS = 60_000;
/** What D1 allows a request. */
const MOST_QUERIES = 1_000;
/** The largest plan that is promised. */
const LARGEST = 1_000_000;

const HEAD = [
  { type: 'header', format: 'hexalign-plan', version: 1 },
  {
    type: 'plan',
    name: 'Large',
    metrics: [{ name: 'revenue', unit: null, kind: 'sum' }],
    finestResolution: 9,
    tolerance: 0.1,
    timeZone: 'UTC',
    approvalRequired: false,
    catchAll: null,
    createdAt: '2027-01-04T09:00:00.000Z',
  },
];

const NOTHING_ELSE = { layouts: 0, lines: 0, hierarchies: 0, assignments: 0, entries: 0 };

/** A line as an export writes it, the ids ascending. */
function accountLine(row: number): string {
  const account = {
    type: 'account',
    ...PLAIN_ACCOUNT,
    id: `acc-${String(row).padStart(7, '0')}`,
    name: `Account, number ${row}`,
    lat: Number((25 + (row % 997) * 0.02).toFixed(5)),
    lng: Number((-120 + (row % 1_009) * 0.05).toFixed(5)),
    metrics: { revenue: (row % 1_000) / 8 },
    attributes: { note: 'x'.repeat(200) },
  };
  return `${JSON.stringify(account)}\n`;
}

/** The file, made as it is asked for. */
function generated(made: { rows: number }, digest: { update(text: string): unknown }): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        let text = made.rows === 0 ? HEAD.map((line) => `${JSON.stringify(line)}\n`).join('') : '';
        for (const end = Math.min(ROWS, made.rows + 100); made.rows < end; made.rows++) text += accountLine(made.rows);
        if (made.rows === ROWS)
          text += `${JSON.stringify({ type: 'end', reps: 0, accounts: ROWS, ...NOTHING_ELSE })}\n`;
        digest.update(text);
        controller.enqueue(encoder.encode(text));
        if (made.rows === ROWS) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

test('a large plan passes through in pieces, both ways, within the queries of a request', async () => {
  const { key } = await openWorkspace();
  const queries = { queries: 0, boundBytes: 0 };
  const made = { rows: 0 };
  let [stored, ahead] = [0, 0];
  const app = createApp({
    wire(bindings): Ports {
      const ports = wirePorts({ ...bindings, DB: countedDatabase(bindings.DB, queries) } as never);
      const upsert: Ports['accountSets']['upsert'] = async (...given) => {
        ahead = Math.max(ahead, made.rows - stored);
        const doubled = await ports.accountSets.upsert(...given);
        stored += given[3].length;
        return doubled;
      };
      return { ...ports, accountSets: { ...ports.accountSets, upsert } };
    },
    problemPages: PROBLEM_PAGES,
  });
  const ask = (path: string, init: RequestInit = {}) => {
    queries.queries = 0;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' };
    return app.fetch(new Request(`http://hexalign.test${path}`, { ...init, headers }), env, createExecutionContext());
  };
  const sent = createHash('sha256');
  const answer = await ask('/v1/plans/import', { method: 'POST', body: generated(made, sent) });
  const { planId, accounts, createdAt } = (await answer.json()) as {
    planId: string;
    accounts: number;
    createdAt: string;
  };
  expect([answer.status, accounts, stored]).toEqual([201, ROWS, ROWS]);
  // A chunk of 5,000 that waits to be stored, and what streams hold.
  expect(ahead).toBeLessThan(8_000);
  expect((queries.queries / ROWS) * LARGEST).toBeLessThan(MOST_QUERIES);

  const file = await ask(`/v1/plans/${planId}/export`);
  const got = createHash('sha256');
  let [bytes, largest] = [0, 0];
  for await (const piece of file.body as unknown as AsyncIterable<Uint8Array>) {
    // The plan was made when it came in.
    const text = new TextDecoder().decode(piece, { stream: true });
    got.update(bytes === 0 ? text.replace(createdAt, '2027-01-04T09:00:00.000Z') : text);
    bytes += piece.length;
    largest = Math.max(largest, piece.length);
  }
  expect(got.digest('hex')).toBe(sent.digest('hex'));
  expect(largest).toBeLessThan(200_000);
  expect((queries.queries / ROWS) * LARGEST).toBeLessThan(MOST_QUERIES);
}, 120_000);
