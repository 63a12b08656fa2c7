import { exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { SCOPES, type Scope } from '../../src/domain/scope.ts';
import { EXAMPLE_LAYOUT_ID } from '../../src/http/routes/layouts/layout-schema.ts';
import { PLAN_FILE_EXAMPLE } from '../../src/http/routes/plans/export-plan.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { addressOf, fillWorkspace, OPERATIONS, type Operation, withLayout } from './described-requests.ts';

const OPEN = OPERATIONS.filter(({ security }) => !security?.[0]?.key);
const KEYED = OPERATIONS.filter(({ security }) => security?.[0]?.key);

const csv = toCsv(scatterAccounts({ count: 60, seed: 5, west: 2, south: 46, widthDeg: 2, heightDeg: 2 }));
const CSV = { type: 'text/csv', body: csv };
const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });

/** A body that each operation takes, by its id: a route with another body needs a line here. */
const BODIES: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  createKey: json({ name: 'made', scopes: ['keys:write'] }),
  rotateKey: json({}),
  changeWorkspace: json({ name: 'Renamed' }),
  createWebhook: json({ url: 'https://hooks.example.com', events: ['layout.created'] }),
  changeWebhook: json({ description: 'changed' }),
  rotateWebhook: json({}),
  createPlan: json({ name: 'made' }),
  importPlan: { type: 'application/x-ndjson', body: PLAN_FILE_EXAMPLE },
  changePlan: json({ name: 'changed' }),
  putAccounts: CSV,
  putReps: json([{ id: 'rep-1' }]),
  putActuals: json([{ account: 'a1', metric: 'revenue', period: '2026-10', value: 1 }]),
  putDeals: json([{ id: 'd1', account: 'a1', stage: 'proposal', amount: 1, expectedClose: '2026-12-01' }]),
  putContacts: json([{ id: 'c1', account: 'a0', email: 'kim@example.com' }]),
  putPipelineStages: json({ stages: [] }),
  putReviewSettings: json({ rhythm: 'yearly', firstDay: '2027-01-01' }),
  putLine: json({ name: 'made', filter: { segments: ['retail'] } }),
  deleteAccounts: json({ ids: ['nobody'] }),
  solveAccounts: CSV,
  createLayout: json({ territories: 2, effort: 'fast' }),
  changeLayoutEntry: json({ name: 'named' }),
  findOwners: json({ places: [{ lat: 47, lng: 3 }] }),
  draftPublication: json({ layoutId: 'LAYOUT' }),
  changePublication: json({ note: 'changed' }),
  returnPublication: json({ reason: 'not yet' }),
  publishPublication: json({}),
  openChallenge: json({ accountId: 'ACCOUNT', reason: 'mine' }),
  acceptChallenge: json({ owner: { repId: 'rep-1' }, reason: 'it is so' }),
  refuseChallenge: json({ reason: 'it is not' }),
  correctOwnership: json({ layoutId: 'LAYOUT', from: '2026-01-01', until: '2026-01-02', reason: 'late' }),
  withdrawPublication: json({ reason: 'a mistake' }),
  createAssignment: json({}),
  createHierarchy: json({
    levels: ['district'],
    nodes: [{ id: 'd1', name: 'All', level: 'district' }],
    territories: { t1: 'd1', t2: 'd1' },
  }),
  createPlanHierarchy: json({
    levels: [
      { name: 'region', count: 2 },
      { name: 'territory', count: 2 },
    ],
    effort: 'fast',
  }),
  changeHierarchy: json({ nodes: [{ id: 'd1', name: 'Coast and isles' }] }),
  createGoal: json({
    ...{ subject: { territoryId: 't1' }, metric: 'revenue', target: 10, unit: 'EUR' },
    ...{ start: '2027-01-01', due: '2027-12-31' },
  }),
  spreadGoals: json({
    ...{ metric: 'revenue', total: 10, unit: 'EUR', by: 'equal', start: '2027-01-01', due: '2027-12-31' },
  }),
  putStage: json({ stage: 'new', since: '2027-01-01' }),
  replaceStages: json({ stages: [{ territoryId: 't1', stage: 'new', since: '2027-01-01' }] }),
  changeGoal: json({ target: 12_000 }),
  findPlanOwners: json({ places: [{ account: 'a1' }] }),
  nameAccounts: json({ accounts: ['a1'], owner: { repId: 'rep-1' }, reason: 'agreed' }),
  replaceRules: json({ rules: [], reason: 'none' }),
  importLayout: { type: 'text/csv', body: 'account,territory\na0,north\n' },
  putText: json({ text: 'Bakeries first' }),
  fixLayoutConflict: json({}),
  fixPlanConflict: json({}),
  editLayout: json({ edits: [{ kind: 'rename', territory: 't1', name: 'North' }] }),
  repairLayout: json({}),
  mergeLayouts: json({ with: EXAMPLE_LAYOUT_ID }),
  rebalanceLayout: json({ budget: { metric: 'accounts', share: 0.1 } }),
};
/** What these do is done to something that is not there. */
const DESTRUCTIVE = [
  'deletePlan',
  'deleteAccount',
  'deleteRep',
  'deleteLine',
  'revokeKey',
  'rotateKey',
  'cancelJob',
  'deleteLayoutEntry',
  'deleteHierarchy',
  'deleteWebhook',
  'deleteGoal',
  'deleteReviewSettings',
  'deleteStage',
  'deleteContact',
];

const owner = await openWorkspace();
const stranger = await openWorkspace();
let ids: Record<string, string> = {};
const keys = {} as Record<Scope, string>;

async function makeKey(scopes: readonly Scope[], of = owner) {
  const { type, body } = json({ name: scopes.join(), scopes });
  const answer = await of.fetch('/v1/keys', { method: 'POST', headers: { 'content-type': type }, body });
  return (await answer.json()) as { key: string; keyId: string };
}

beforeAll(async () => {
  ids = await fillWorkspace(owner, csv);
  for (const scope of SCOPES) keys[scope] = (await makeKey([scope])).key;
});

function call(operation: Operation, key: string | null, given: Readonly<Record<string, string>> = ids) {
  const sent =
    operation.operationId === 'carryHierarchy' ? json({ layoutId: ids.layoutId }) : BODIES[operation.operationId];
  if (operation.hasBody && sent === undefined) throw new Error(`no body for ${operation.operationId}`);
  const headers: Record<string, string> = sent ? { 'content-type': sent.type } : {};
  if (operation.responses['428']) headers['if-match'] = '*';
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return exports.default.fetch(`http://hexalign.test${addressOf(operation, given)}`, {
    method: operation.method,
    headers,
    ...(sent && {
      body: withLayout(sent.body, ids)
        .replace('LAYOUT', ids.layoutId ?? '')
        .replace('ACCOUNT', ids.accountId ?? ''),
    }),
  });
}

test('only health and the making of workspaces need no key', () => {
  expect(OPEN.map(({ operationId }) => operationId).sort()).toEqual(['createWorkspace', 'getHealth']);
});

test.each(KEYED.map((operation) => [operation.operationId, operation] as const))(
  '%s wants a key, opens to the scope that it names and to no other',
  async (operationId, operation) => {
    expect((await call(operation, null)).status).toBe(401);
    const scope = operation.security?.[0]?.key?.[0] as Scope;
    expect(SCOPES).toContain(scope);
    for (const other of SCOPES.filter((one) => one !== scope)) {
      const refused = await call(operation, keys[other]);
      expect([refused.status, other]).toEqual([403, other]);
      expect(refused.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
      expect(await refused.json()).toMatchObject({ type: '/problems/insufficient-scope' });
    }
    const isDestructive = DESTRUCTIVE.includes(operationId);
    const answer = await call(
      operation,
      operationId === 'deleteWorkspace' ? (await makeKey([scope], await openWorkspace())).key : keys[scope],
      isDestructive
        ? {
            planId: 'none',
            keyId: 'none',
            accountId: 'none',
            repId: 'none',
            jobId: 'none',
            hierarchyId: 'none',
            webhookId: 'none',
            goalId: 'none',
          }
        : ids,
    );
    if (isDestructive) expect(answer.status).toBe(404);
    else expect(answer.status).toBeLessThan(300);
  },
);

test.each(
  KEYED.filter(({ path }) => path.includes('Id}')).map((operation) => [operation.operationId, operation] as const),
)('%s knows nothing of another workspace', async (_, operation) => {
  const answer = await call(operation, stranger.key);
  expect([answer.status, await answer.json()]).toMatchObject([404, { type: '/problems/not-found' }]);
});

test('a list holds nothing of another workspace, and its cursor opens no other list', async () => {
  await createPlan(owner);
  const page = (await (await owner.fetch('/v1/plans?limit=1')).json()) as { next: string };
  expect(await (await stranger.fetch('/v1/plans')).json()).toEqual({ items: [], next: null });
  const known = (await (await stranger.fetch('/v1/keys')).json()) as { items: { name: string }[] };
  expect(known.items.map(({ name }) => name)).toEqual(['first key']);
  expect((await owner.fetch(`/v1/plans?cursor=${page.next}`)).status).toBe(200);
  expect((await stranger.fetch(`/v1/plans?cursor=${page.next}`)).status).toBe(404);
  expect((await owner.fetch(`/v1/keys?cursor=${page.next}`)).status).toBe(404);
});

test('what strangers tried has changed nothing', async () => {
  for (const path of [`/v1/plans/${ids.planId}`, `/v1/layouts/${ids.layoutId}`]) {
    expect((await owner.fetch(path)).status).toBe(200);
  }
  expect(await (await owner.fetch(`/v1/keys/${ids.keyId}`)).json()).toMatchObject({ state: 'active' });
});
