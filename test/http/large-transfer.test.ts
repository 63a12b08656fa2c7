import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Ports } from '../../src/application/ports.ts';
import { LOG_START, type LogEntry, nextEntry } from '../../src/domain/plan-log.ts';
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
    valueMetric: null,
    potentialMetric: null,
    quality: { weights: { potential: 1, customers: 1, room: 1, service: 1 } },
    createdAt: '2027-01-04T09:00:00.000Z',
  },
];

const NOTHING_ELSE = { layouts: 0, lines: 0, hierarchies: 0, assignments: 0, entries: 0 };

const ENTRIES = 2_000;
/** Accounts that an entry of the log names. */
const NAMED = 40;
/** An entry of the log that goes by itself. */
const LARGE_AT = 700;
const NAMED_AT_LARGE = 30_000;

/** A log in which each entry names owners, one of them of very many accounts. */
async function* namings(): AsyncGenerator<LogEntry> {
  let end = LOG_START;
  for (let at = 0; at < ENTRIES; at++) {
    const named = at === LARGE_AT ? NAMED_AT_LARGE : NAMED;
    const entry = await nextEntry(
      end,
      'key_1',
      {
        ...{
          kind: 'accounts-named',
          line: at % 2 === 0 ? null : 'ovens',
          owner: at === 5 ? null : { territoryId: 't1' },
        },
        ...{ accountIds: Array.from({ length: named }, (_, row) => `account-of-some-name-${row}`) },
        ...{ fromMs: at, untilMs: at === 7 ? 9 : null, isCorrection: at === 8, reason: 'agreed' },
      },
      1_000 + at,
    );
    yield entry;
    end = entry;
  }
}

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
  const empty = [...HEAD, { type: 'end', reps: 0, accounts: 0, ...NOTHING_ELSE }];
  const opened = await ask('/v1/plans/import', {
    method: 'POST',
    body: empty.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect([opened.status, await opened.text()]).toEqual([201, expect.anything()]);
  // What each import takes, and what the rows of a plan as large as there may be take beside it.
  const always = queries.queries;
  const ofLargest = () => always + ((queries.queries - always) / ROWS) * LARGEST;
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
  expect(ofLargest()).toBeLessThan(MOST_QUERIES);

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

test('a log of thousands of namings comes in, within the queries of a request', async () => {
  const { key } = await openWorkspace();
  const queries = { queries: 0, boundBytes: 0 };
  const app = createApp({
    wire: (bindings): Ports => wirePorts({ ...bindings, DB: countedDatabase(bindings.DB, queries) } as never),
    problemPages: PROBLEM_PAGES,
  });
  const lines = HEAD.map((line) => JSON.stringify(line));
  for await (const entry of namings()) lines.push(JSON.stringify({ type: 'entry', ...entry }));
  const end = { type: 'end', reps: 0, accounts: 0, ...NOTHING_ELSE, entries: ENTRIES };
  const answer = await app.fetch(
    new Request('http://hexalign.test/v1/plans/import', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      body: [...lines, JSON.stringify(end), ''].join('\n'),
    }),
    env,
    createExecutionContext(),
  );
  const { planId } = (await answer.json()) as { planId: string };
  expect(answer.status).toBe(201);
  expect(queries.queries).toBeLessThan(100);
  const { results } = await env.DB.prepare(
    `SELECT seq, line, owner, from_ms, until_ms, is_correction, recorded_at, COUNT(*) AS accounts
     FROM named_accounts JOIN plans USING (plan_number) WHERE plan_id = ? GROUP BY seq ORDER BY seq`,
  )
    .bind(planId)
    .all();
  const row = (at: number) => ({
    ...{ seq: at + 1, line: at % 2 === 0 ? '' : 'ovens', owner: at === 5 ? 'null' : '{"territoryId":"t1"}' },
    ...{ from_ms: at, until_ms: at === 7 ? 9 : null, is_correction: Number(at === 8), recorded_at: 1_000 + at },
    accounts: at === LARGE_AT ? NAMED_AT_LARGE : NAMED,
  });
  expect(results).toEqual(Array.from({ length: ENTRIES }, (_, at) => row(at)));
}, 120_000);
