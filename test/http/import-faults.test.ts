import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { gridDisk } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { sweepRecord } from '../../src/application/sweep-record.ts';
import { wirePorts } from '../../src/wiring.ts';
import worker from '../../src/worker.ts';
import { countPieces } from '../count-pieces.ts';
import { everythingKept } from '../everything-kept.ts';
import { exportPlan, importPlan, makeExportedPlan, withoutLog } from '../exported-plan.ts';
import { type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer } from '../solve-accounts.ts';

const there = await openWorkspace();
let here: OpenedWorkspace;
let planId = '';
let file = '';
let layoutIds: readonly string[] = [];
beforeAll(async () => {
  ({ workspace: here, planId, file, layoutIds } = await makeExportedPlan());
  expect((await importPlan(there, file)).status).toBe(201);
});

/** The lines of the file with one of them changed, or taken away (null). */
function withLine(find: string, change: (line: string) => string | null, nth = 0): string {
  let seen = 0;
  return file
    .split('\n')
    .flatMap((line) => (line.includes(find) && seen++ === nth ? (change(line) ?? []) : line))
    .join('\n');
}

/** The file with an empty leaf of its first layout, on a border, given to the other side: that changes no sum and cuts nothing. */
function withBorderMoved(text: string): string {
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.startsWith('{"type":"leaves"'));
  const count = lines.slice(from).findIndex((line) => !line.startsWith('{"type":"leaves"'));
  const parsed = lines
    .slice(from, from + count)
    .map((line) => JSON.parse(line) as { leaves: [string, number, ...number[]][] });
  const all = parsed.flatMap(({ leaves }) => leaves);
  const owner = new Map(all.map(([cell, territory]) => [cell, territory]));
  const isWhole = (territory: number) =>
    countPieces(all.flatMap(([cell]) => (owner.get(cell) === territory ? cell : []))) === 1;
  for (const leaf of all.filter(({ length }) => length === 2)) {
    const [cell, own] = leaf;
    const around = gridDisk(cell, 1).map((neighbor) => owner.get(neighbor));
    const other = around.find((one) => one !== undefined && one !== own);
    if (other === undefined) continue;
    owner.set(cell, other);
    if (isWhole(own) && isWhole(other)) {
      leaf[1] = other;
      break;
    }
    owner.set(cell, own);
  }
  lines.splice(from, count, ...parsed.map((line) => JSON.stringify(line)));
  return lines.join('\n');
}

describe('a file with faults', () => {
  let before: Record<string, string[]>;
  const kept = async () => {
    const { d1_migrations: _, idempotency: __, keys: ___, ...rest } = await everythingKept();
    return rest;
  };

  async function refused(body: BodyInit, headers = {}): Promise<ProblemAnswer> {
    before = await kept();
    const answer = await importPlan(there, body, headers);
    const problem = (await answer.json()) as ProblemAnswer;
    expect(answer.status, JSON.stringify(problem)).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const after = await kept();
    // What is left of an import is an ended workspace without anything in it, which retention takes away.
    expect({ ...after, workspaces: null }).toEqual({ ...before, workspaces: null });
    return problem;
  }

  const hierarchyLines = () =>
    file
      .split('\n')
      .filter((line) => /^\{"type":"(hierarchy|node)"/.test(line))
      .join('\n');

  test('makes no plan and leaves nothing, and all faults are named with their lines', async () => {
    const lines = file.split('\n');
    const at = lines.findIndex((line) => line.includes('"id":"a17"'));
    lines[at] = (lines[at] ?? '').replace(/"lat":[\d.]+/, '"lat":91');
    lines[at + 1] = '{"type":"account","id":"broken"';
    lines[at + 2] = '{"type":"surprise"}';
    const leaves = lines.findIndex((line) => line.startsWith('{"type":"leaves"'));
    lines[leaves] = (lines[leaves] ?? '').replace(/"8\w{14}"/, '"8fffffffffffff0"');
    const problem = await refused(lines.join('\n'));
    expect(problem).toMatchObject({ type: '/problems/invalid-rows', status: 422, violationCount: 4 });
    expect(problem.violations.map(({ line, field }) => [line, field])).toEqual([
      [at + 1, 'lat'],
      [at + 2, ''],
      [at + 3, 'type'],
      [leaves + 1, 'leaves/0/0'],
    ]);
  });

  const FAULTS: Readonly<Record<string, [string, (line: string) => string | null]>> = {
    'no end': ['"type":"end"', () => null],
    'fewer accounts than it says': ['"id":"a17"', () => null],
    'another header': ['"type":"header"', (line) => line.replace('"version":1', '"version":2')],
    'no header': ['"type":"header"', () => null],
    'no plan': ['"type":"plan"', () => null],
    'an impossible metric': ['"type":"plan"', (line) => line.replace('"name":"revenue"', '"name":"accounts"')],
    'an account twice': ['"id":"a17"', (line) => `${line}\n${line}`],
    'a count that is no whole number': ['"id":"a17"', (line) => line.replace(/"visits":\d+/, '"visits":1.5')],
    'a rep that is none': ['"id":"rep-8"', (line) => line.replace('"rep-8"', '""')],
    'a layout without a territory': ['"type":"territory"', () => null],
    'a layout without leaves': ['"type":"leaves"', () => null],
    'a layout with other sums': [
      '"type":"territory"',
      (line) => line.replace(/"sums":\{"accounts":\d+/, '"sums":{"accounts":7'),
    ],
    'a layout that is not what it says': ['"type":"layout"', (line) => line.replace('"feasible":', '"perfect":')],
    'a layout with an id that is none': ['"type":"layout"', (line) => line.replace(/lay_\w+/, 'lay_x')],
    'a layout of no time': [
      '"type":"layout"',
      (line) => line.replace(/"createdAt":"\d{4}-\d\d/, '"createdAt":"2027-99'),
    ],
    'a territory that no row could hold': [
      '"type":"territory"',
      (line) =>
        line.replace('"sums":{', `"sums":{${Array.from({ length: 90_000 }, (_, at) => `"m${at}":1e20,`).join('')}`),
    ],
    'leaves of no layout': ['"type":"account"', (line) => `${line}\n{"type":"leaves","leaves":[]}`],
    'a cell within another': [
      '"type":"leaves"',
      (line) => line.replace(/\[\["8(\w)/, (_, digit: string) => `[["8${(Number(`0x${digit}`) - 1).toString(16)}`),
    ],
    'a territory that there is not': ['"type":"leaves"', (line) => line.replace(/^(.*?\["\w+",)\d+/, '$199')],
    'a territory in pieces that is said to be in one': [
      '"type":"leaves"',
      (line) => {
        const parsed = JSON.parse(line) as { leaves: [string, number, ...number[]][] };
        // An empty leaf amid its own, given to a territory far from there, changes no sum.
        const empty = parsed.leaves.filter((leaf) => leaf.length === 2);
        for (const leaf of empty) leaf[1] = (leaf[1] + 4) % 8;
        return JSON.stringify(parsed);
      },
    ],
    'a violation of a territory that there is not': [
      '"type":"layout"',
      (line) =>
        line
          .replace(
            '"violations":[]',
            '"violations":[{"kind":"not-contiguous","detail":"x","remedy":"y","territoryId":"t99"}]',
          )
          .replace('"violationCount":0', '"violationCount":1'),
    ],
    'a violation of a metric that there is not': [
      '"type":"layout"',
      (line) =>
        line
          .replace(
            '"violations":[]',
            '"violations":[{"kind":"outside-tolerance","detail":"x","remedy":"y","metric":"none"}]',
          )
          .replace('"violationCount":0', '"violationCount":1'),
    ],
    'a hierarchy without one of its nodes': ['"id":"d2"', () => null],
    'a hierarchy of a territory less': [
      '"type":"hierarchy"',
      (line) => line.replace(/"territories":\[\d,/, '"territories":['),
    ],
    'a hierarchy in which a node is above itself': ['"id":"r1"', (line) => line.replace('"parent":null', '"parent":0')],
    'a hierarchy in other pieces than its cells': ['"id":"d1"', (line) => line.replace(/"pieces":\d+/, '"pieces":9')],
    'a hierarchy that touches others than its cells do': [
      '"id":"d1"',
      (line) => line.replace('"neighbors":[1]', '"neighbors":[]'),
    ],
    'a hierarchy that keeps silent on a level in pieces': [
      '"type":"hierarchy"',
      (line) => line.replace('"connected":[]', '"connected":["district"]'),
    ],
    'a hierarchy of another origin': ['"type":"hierarchy"', (line) => line.replace('"kind":"given"', '"kind":"found"')],
    'a rep who is deleted and is not': ['"type":"departed"', (line) => line.replace('rep-9', 'rep-7')],
    'a rep who is yet to be deleted': ['"type":"departed"', (line) => line.replace(/"leftMs":\d+/, '"leftMs":9e13')],
    'a rep less who was deleted': ['"type":"departed"', () => null],
    'a place less': ['"type":"places"', () => null],
    'a place at no cell': ['"type":"places"', (line) => line.replace(/"8\w{14}"/, '"8"')],
    'a place until a time to come': ['"type":"places"', (line) => line.replace(/,\d{13},/, ',90000000000000,')],
    'a hierarchy that no row could hold': [
      '"type":"hierarchy"',
      (line) => {
        const told = { kind: 'not-contiguous', level: 'district', detail: 'ä'.repeat(2_000), remedy: 'x' };
        return line.replace('"violations":[]', `"violations":${JSON.stringify(Array(500).fill(told))}`);
      },
    ],
    'a hierarchy twice': ['"type":"assignment"', (line) => `${hierarchyLines()}\n${line}`],
    'a hierarchy that the workspace has as another tree': ['"id":"d1"', (line) => line.replace('"d1"', '"d9"')],
    'a node of no hierarchy': ['"id":"a17"', (line) => `${line}\n{"type":"node","node":{}}`],
    'a hierarchy of no layout': ['"id":"a17"', (line) => `${line}\n${hierarchyLines()}`],
    'a line twice': ['"type":"line"', (line) => `${line}\n${line}`],
    'a line that lets nothing through': ['"type":"line"', (line) => line.replace(/"filter":.*/, '"filter":{}}')],
    'an assignment of no layout': ['"type":"assignment"', (line) => line.replace(/lay_\w+/, 'lay_x')],
    'an assignment without a list': ['"list":"pairs"', () => null],
    'an assignment of other territories': [
      '"list":"pairs"',
      (line) => line.replace(/"territoryId":"\w+"/, '"territoryId":"t99"'),
    ],
    'an assignment with others vacant than its pairs say': [
      '"list":"vacant"',
      (line) => line.replace(/"territoryId":"\w+"/, '"territoryId":"t99"'),
    ],
    'an assignment with a rep who has a territory and has none': [
      '"list":"unassigned"',
      (line) => line.replace('"repId":"rep-7"', '"repId":"rep-8"'),
    ],
    'an account after layouts': ['"type":"end"', (line) => `{"type":"account","id":"late","lat":1,"lng":2}\n${line}`],
    'a line after accounts': ['"id":"a17"', (line) => `${line}\n{"type":"line","id":"late"}`],
    'items of no assignment': ['"id":"a17"', (line) => `${line}\n{"type":"assigned","list":"pairs","items":[]}`],
    'a log that was changed': ['"type":"entry"', (line) => line.replace('Abgesprochen', 'Erfunden')],
    'a log without an entry': ['"type":"entry"', () => null],
    'an owner of the rest that is none': ['"type":"plan"', (line) => line.replace('"repId"', '"accountId"')],
    'no time zone': ['"type":"plan"', (line) => line.replace('Europe/Berlin', 'Europe/Nowhere')],
    'an approval that is neither': [
      '"type":"plan"',
      (line) => line.replace('"approvalRequired":true', '"approvalRequired":1'),
    ],
    'a line that is no JSON': ['"type":"end"', (line) => `nonsense\n${line}`],
    'something after the end': ['"type":"end"', (line) => `${line}\n${line}`],
  };
  test.each(Object.keys(FAULTS))('such as %s', async (name) => {
    const [find, change] = FAULTS[name] as [string, (line: string) => string | null];
    const changed = withLine(find, change);
    expect(changed).not.toBe(file);
    const problem = await refused(changed);
    expect(problem.type).toBe('/problems/invalid-rows');
    expect(problem.violations.length).toBeGreaterThan(0);
    for (const { remedy, detail } of problem.violations) expect([remedy, detail]).not.toContain('');
  });

  test('such as a hierarchy that stands after what follows its layout', async () => {
    const isOfHierarchy = (line: string) => /^\{"type":"(hierarchy|node)"/.test(line);
    const lines = file.split('\n');
    for (const follows of ['"type":"assignment"', '"type":"entry"', '"type":"end"']) {
      const kept = lines.filter((line) => !isOfHierarchy(line));
      // An assignment that is under way ends before its lists do.
      const at = kept.findIndex((line) => line.includes(follows)) + (follows.includes('end') ? 0 : 1);
      kept.splice(at, 0, ...lines.filter(isOfHierarchy));
      const { violations } = await refused(kept.join('\n'));
      expect([violations[0]?.line, violations[0]?.value], follows).toEqual([at + 1, 'hierarchy']);
      expect(violations[0]?.detail, follows).toContain('stands after');
    }
  });

  test('such as one that is empty, of another type, or broken compression', async () => {
    expect((await refused('')).type).toBe('/problems/invalid-rows');
    expect((await refused('{}', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await refused(file, { 'content-encoding': 'gzip' })).type).toBe('/problems/malformed-body');
    expect((await refused(new Uint8Array([0x7b, 0xff, 0x0a]))).type).toBe('/problems/malformed-body');
  });

  test('such as a layout that the workspace has otherwise', async () => {
    const moved = withBorderMoved(file);
    expect(moved).not.toBe(file);
    const problem = await refused(moved);
    expect(problem.violations).toMatchObject([
      { field: 'layout/layoutId', value: layoutIds[0], line: expect.any(Number) },
    ]);
  });

  test('such as layouts, where the key may not write them', async () => {
    const body = JSON.stringify({ name: 'plans only', scopes: ['plans:write'] });
    const headers = { 'content-type': 'application/json' };
    const { key } = (await (await there.fetch('/v1/keys', { method: 'POST', headers, body })).json()) as {
      key: string;
    };
    const ask = (text: string) =>
      worker.fetch(
        new Request('http://hexalign.test/v1/plans/import', {
          method: 'POST',
          headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
          body: text,
        }) as never,
        env,
        createExecutionContext(),
      );
    const answer = await ask(file);
    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([
      403,
      '/problems/insufficient-scope',
    ]);
    const bare = await exportPlan(here, planId, '?layouts=0');
    expect((await ask(withoutLog(bare))).status).toBe(201);
    const withLog = await ask(bare);
    expect([withLog.status, await withLog.json()]).toMatchObject([
      403,
      { detail: expect.stringContaining('layouts:publish') },
    ]);
  });
});

describe('an import under way', () => {
  test('shows nothing of the plan, and one that breaks off is taken away within the hour', async () => {
    const workspace = await openWorkspace();
    const before = await everythingKept();
    const ports = wirePorts(env);
    const half = file.slice(0, file.indexOf('"type":"end"') - 1);
    let goOn = () => {};
    const waits = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // Empty lines fill the piece that readers wait for.
        controller.enqueue(new TextEncoder().encode(half + '\n'.repeat(65_536)));
        await waits;
        controller.error(new Error('the line is cut'));
      },
    });
    const request = importPlan(workspace, body).catch(() => null);
    await expect
      .poll(async () => (await everythingKept()).layouts?.length)
      .toBeGreaterThan(before.layouts?.length ?? 0);
    expect(await (await workspace.fetch('/v1/plans')).json()).toEqual({ items: [], next: null });
    expect((await workspace.fetch(`/v1/layouts/${layoutIds[0]}`)).status).toBe(404);
    goOn();
    // Some see a line that was cut as one that ended: then the end of the file is missing.
    const answer = await request;
    if (answer !== null) expect([400, 422]).toContain(answer.status);
    const later = Date.now() + 2 * 3_600_000;
    while (!(await sweepRecord(ports, { jobDays: 30, layoutDays: 30 }, later)).complete);
    const after = await everythingKept();
    const tables = ['plans', 'accounts', 'account_sets', 'reps', 'layouts', 'layout_leaves', 'plan_layouts', 'lines'];
    for (const table of [...tables, 'assignments', 'assignment_lists', 'plan_log', 'named_accounts']) {
      expect(after[table]?.length, table).toBe(before[table]?.length);
    }
    expect(after.workspaces?.filter((row) => row.includes('imp_'))).toEqual([]);
  });

  test('that retention has given up makes no half plan', async () => {
    const ports = wirePorts(env);
    const importId = await ports.transfers.open();
    const plan = { ...(await ports.plans.find(here.workspaceId, planId)), planId: 'pln_half' } as never;
    await ports.plans.create(importId, plan);
    await env.DB.prepare("UPDATE workspaces SET ends_at = '2026-01-01T00:00:00.000Z' WHERE workspace_id = ?")
      .bind(importId)
      .run();
    expect(await ports.transfers.renew(importId)).toBe(false);
    expect(await ports.transfers.move(importId, there.workspaceId, 'pln_half')).toBe(false);
    expect((await there.fetch('/v1/plans/pln_half')).status).toBe(404);
  });
});
