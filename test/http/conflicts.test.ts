import { describe, expect, test } from 'vitest';
import { WORKLOAD_METRIC } from '../../src/domain/metric.ts';
import {
  ACCOUNTS,
  type AccountRow,
  accountsOf,
  box,
  conflictsOf,
  drawn,
  EAST,
  fix,
  imported,
  nameOwner,
  ownerAt,
  type PageAnswer,
  planOf,
  ports,
  publish,
  put,
  REPS,
  SQUARES,
  settle,
  WEST,
  workspace,
} from '../conflict-plan.ts';
import { openWorkspace } from '../open-workspace.ts';
import { send } from '../post-json.ts';

test('two squares with their reps have no conflict', async () => {
  const layoutId = await imported(await planOf());
  const { items, counts } = await conflictsOf(`layouts/${layoutId}`, '&groupBy=parent');
  expect(items).toEqual([]);
  expect(Object.values(counts.byKind).every((count) => count === 0)).toBe(true);
});

describe('every kind is seen, settled by one call and gone', () => {
  const OUT = { id: 'out', lat: 50.05, lng: 10.23 };

  test('gap: accounts of no territory stay with the nearest, or go where the caller says', async () => {
    const planId = await planOf([...ACCOUNTS, OUT]);
    const layoutId = await imported(planId);
    const { conflict, answer } = await settle(layoutId, 'gap');
    expect(conflict).toMatchObject({ severity: 'warning', amount: 1, where: { accountIds: ['out'] } });
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 3 });
    // West does not touch it: that it falls apart is what the caller chose.
    const other = await fix(`layouts/${layoutId}`, conflict.conflictId, { territoryId: 'west' });
    expect(other.answer.state).toBe('gone');
    expect(await accountsOf(other.answer.layoutId)).toEqual({ west: 3, east: 2 });
  });

  test('gap: the territory of accounts without one is gone when they have one', async () => {
    const planId = await planOf([...ACCOUNTS, OUT]);
    const layoutId = await imported(planId, SQUARES, '?gaps=own-territory');
    const { conflict, answer } = await settle(layoutId, 'gap');
    expect(conflict.severity).toBe('error');
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 3 });
  });

  test('overlap: what several territories have goes to one', async () => {
    const both = { id: 'both', lat: 50.05, lng: 10.105 };
    const planId = await planOf([...ACCOUNTS, both]);
    const wider = drawn('west', [[box(10, 50, 10.11, 50.1)]], { rep: 'r-west' });
    const layoutId = await imported(planId, [wider, SQUARES[1] as object]);
    expect(await ownerAt(layoutId, both)).toBe('west');
    const { conflict, answer } = await settle(layoutId, 'overlap', { choices: { territoryId: 'east' } });
    expect(conflict).toMatchObject({ severity: 'error', amount: 1, where: { territoryIds: ['west', 'east'] } });
    expect(await ownerAt(answer.layoutId, both)).toBe('east');
  });

  test('orphan-account: an account outside of all territories gets one', async () => {
    const planId = await planOf();
    const layoutId = await imported(planId);
    const far = { id: 'far', lat: 50.05, lng: 10.6 };
    await put(planId, 'accounts', [far]);
    const { conflict, answer } = await settle(layoutId, 'orphan-account');
    expect(conflict).toMatchObject({ severity: 'error', where: { accountIds: ['far'], lat: 50.05, lng: 10.6 } });
    expect(await ownerAt(answer.layoutId, far)).toBe('east');
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 3 });
  });

  test('orphan-account: a vacant territory gets a rep', async () => {
    const planId = await planOf();
    const layoutId = await imported(planId, [SQUARES[0] as object, drawn('east', [[EAST]])]);
    const { conflict } = await settle(layoutId, 'orphan-account');
    expect(conflict).toMatchObject({ amount: 2, where: { territoryIds: ['east'] } });
  });

  test('owner-gone: a territory of a rep whom the plan does not have gets another, who must be named where nobody is free', async () => {
    const layoutId = await imported(await planOf(ACCOUNTS, [{ id: 'r-east' }, { id: 'r-new' }]));
    const { conflict } = await settle(layoutId, 'owner-gone');
    expect(conflict).toMatchObject({ severity: 'error', amount: 2, where: { territoryIds: ['west'] } });
    const nobody = await imported(await planOf(ACCOUNTS, []));
    const { items } = await conflictsOf(`layouts/${nobody}`, '&kind=owner-gone');
    const refused = await fix(`layouts/${nobody}`, items[0]?.conflictId ?? '');
    expect([refused.status, refused.answer.violations?.[0]?.field]).toEqual([400, '/repId']);
  });

  test('owner-on-leave: somebody else serves the territory', async () => {
    const leave = [{ from: '2000-01-01', to: '2100-01-01' }];
    const layoutId = await imported(
      await planOf(ACCOUNTS, [...REPS, { id: 'r-spare' }, { id: 'r-west', leave }].slice(1)),
    );
    const { conflict, answer } = await settle(layoutId, 'owner-on-leave');
    expect(conflict.detail).toContain('r-west, who serves west, is on leave from 2000-01-01 to 2100-01-01');
    const { answer: layout } = await send<{ imported: { reps: object } }>(
      workspace,
      'GET',
      `/v1/layouts/${answer.layoutId}`,
    );
    expect(layout.imported.reps).toEqual({ west: 'r-spare', east: 'r-east' });
  });

  test('skill-missing: a rep who has the skill serves the territory', async () => {
    const [first, ...rest] = ACCOUNTS;
    const accounts = [{ ...(first as AccountRow), requiredSkills: ['gas'] }, ...rest];
    const layoutId = await imported(await planOf(accounts, [...REPS, { id: 'r-gas', skills: ['gas'] }]));
    const { conflict } = await settle(layoutId, 'skill-missing');
    expect(conflict).toMatchObject({
      severity: 'error',
      amount: 1,
      where: { territoryIds: ['west'], accountIds: ['w1'] },
    });
  });

  test('two-owners: an owner by name who is not that of the place ends', async () => {
    const planId = await planOf();
    const layoutId = await imported(planId);
    await nameOwner(planId, ['w1', 'w2'], { territoryId: 'east' });
    await nameOwner(planId, ['w2'], { repId: 'r-west' });
    const { conflict } = await settle(layoutId, 'two-owners');
    expect(conflict.where).toMatchObject({ territoryIds: ['west'], accountIds: ['w1'] });
  });

  test('two-owners: an account that a table gives to two territories gets one', async () => {
    const csv = 'account,territory\nw1,west\nw2,west\nw2,east\ne1,east\ne2,east\n';
    const layoutId = await imported(await planOf(ACCOUNTS, []), csv);
    const { answer } = await settle(layoutId, 'two-owners', { choices: { territoryId: 'east' } });
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 1, east: 3 });
  });

  test('account-outside-territory: an account of another rep is handed over', async () => {
    const accounts = ACCOUNTS.map((account) => ({ ...account, repId: 'r-east' }));
    const planId = await planOf(accounts);
    const layoutId = await imported(planId);
    const { conflict, before, after } = await settle(layoutId, 'account-outside-territory');
    expect(conflict.where).toMatchObject({ territoryIds: ['west'], accountIds: ['w1'] });
    expect(before.counts.byKind['account-outside-territory']).toBe(2);
    expect(after.counts.byKind['account-outside-territory']).toBe(1);
    const { answer } = await send<{ repId: string }>(workspace, 'GET', `/v1/plans/${planId}/accounts/w1`);
    expect(answer.repId).toBe('r-west');
  });

  test('duplicate-account: one of two that are near and called alike is deleted', async () => {
    const named = [
      { id: 'a1', name: 'Müller & Söhne GmbH', lat: 50.05, lng: 10.05 },
      { id: 'a2', name: 'MULLER und SOHNE', lat: 50.0502, lng: 10.0502 },
      { id: 'a3', name: 'Bakery Corner', lat: 50.05, lng: 10.05 },
      { id: 'a4', name: 'Müller & Söhne GmbH', lat: 50.06, lng: 10.05 },
    ];
    const planId = await planOf([...ACCOUNTS, ...named]);
    const layoutId = await imported(planId);
    const { conflict } = await settle(layoutId, 'duplicate-account', { choices: { accountId: 'a2' } });
    expect(conflict.where.accountIds).toEqual(['a1', 'a2']);
    expect((await send(workspace, 'GET', `/v1/plans/${planId}/accounts/a1`)).status).toBe(404);
    expect((await send(workspace, 'GET', `/v1/plans/${planId}/accounts/a2`)).status).toBe(200);
  });

  test('split-group: more than a thousand accounts are named in parts', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => ({
      ...{ id: `n${i}`, lat: 50.01 + (i % 80) * 0.001, lng: 10.11 + Math.floor(i / 80) * 0.001 },
      attributes: { parent: 'Acme' },
    }));
    const planId = await planOf([...ACCOUNTS.map((one) => ({ ...one, attributes: { parent: 'Acme' } })), ...many]);
    const layoutId = await imported(planId);
    await settle(layoutId, 'split-group', { query: '&groupBy=parent', choices: { groupBy: 'parent' } });
    // An entry of the log for each.
    expect((await ports.governance.load(workspace.workspaceId, planId)).end.seq).toBe(2);
  });

  test('split-group: accounts of one parent get one owner by name', async () => {
    const accounts = ACCOUNTS.map((account) => ({
      ...account,
      attributes: { parent: account.id === 'w2' ? '' : 'Acme' },
    }));
    const layoutId = await imported(await planOf(accounts));
    const query = '&groupBy=parent';
    const { conflict } = await settle(layoutId, 'split-group', { query, choices: { groupBy: 'parent' } });
    expect(conflict).toMatchObject({ severity: 'info', amount: 3, where: { territoryIds: ['east', 'west'] } });
    expect((await conflictsOf(`layouts/${layoutId}`)).counts.byKind['split-group']).toBe(0);
  });

  const INNER = box(10.13, 50.03, 10.16, 50.06);
  const ENCLAVE = [
    drawn('west', [[WEST], [INNER]], { rep: 'r-west' }),
    drawn('east', [[EAST, [...INNER].reverse()]], { rep: 'r-east' }),
  ];

  test.each(['not-in-one-piece', 'hole'])('%s: a piece inside another territory goes to it', async (kind) => {
    const accounts = [...ACCOUNTS.filter(({ id }) => id !== 'e1'), { id: 'e3', lat: 50.01, lng: 10.15 }];
    const layoutId = await imported(await planOf([...accounts, { id: 'in', lat: 50.045, lng: 10.145 }]), ENCLAVE);
    expect(await ownerAt(layoutId, { lat: 50.045, lng: 10.145 })).toBe('west');
    const { answer, after } = await settle(layoutId, kind);
    expect(await ownerAt(answer.layoutId, { lat: 50.045, lng: 10.145 })).toBe('east');
    expect([after.counts.byKind['not-in-one-piece'], after.counts.byKind.hole]).toEqual([0, 0]);
  });

  test('hole: a place that a territory encloses and nobody has is filled', async () => {
    const accounts = ACCOUNTS.filter(({ id }) => id !== 'e1');
    const ring = drawn('east', [[EAST, INNER]], { rep: 'r-east' });
    const layoutId = await imported(await planOf(accounts), [SQUARES[0] as object, ring]);
    expect(await ownerAt(layoutId, { lat: 50.045, lng: 10.145 })).toBe(null);
    const { conflict, answer, after } = await settle(layoutId, 'hole');
    expect(conflict.where.territoryIds).toEqual(['east']);
    expect(await ownerAt(answer.layoutId, { lat: 50.045, lng: 10.145 })).toBe('east');
    expect(after.counts.byKind.hole).toBe(0);
  });

  test('empty-territory: a territory without accounts is taken away', async () => {
    const none = drawn('north', [[box(10, 50.1, 10.2, 50.15)]], { rep: 'r-east' });
    const layoutId = await imported(await planOf(), [...SQUARES, none]);
    const { conflict, answer } = await settle(layoutId, 'empty-territory');
    expect(conflict.severity).toBe('error');
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 2 });
  });

  /** Twelve accounts in a row, nine of them in the western square. */
  const ROW = Array.from({ length: 12 }, (_, at) => ({ id: `n${at}`, lat: 50.05, lng: 10.005 + at * 0.0115 }));

  test.each(['over-limit', 'under-limit'])(
    '%s: a rebalance brings territories within their tolerance',
    async (kind) => {
      const layoutId = await imported(await planOf(ROW, []));
      expect(await accountsOf(layoutId)).toEqual({ west: 9, east: 3 });
      const { conflict, after } = await settle(layoutId, kind);
      expect(conflict).toMatchObject({ severity: 'warning', amount: 0.5 });
      expect([after.counts.byKind['over-limit'], after.counts.byKind['under-limit']]).toEqual([0, 0]);
    },
  );

  test('over-limit: a rep with more hours serves what takes more than a rep has', async () => {
    const visited = ACCOUNTS.map((account) => ({ ...account, visitMinutes: 60, visitsPerPeriod: 10 }));
    const reps = [
      { id: 'r-west', capacityHours: 5 },
      { id: 'r-east', capacityHours: 500 },
      { id: 'r-spare', capacityHours: 400 },
    ];
    const layoutId = await imported(await planOf(visited, reps));
    const { conflict } = await settle(layoutId, 'over-limit');
    expect(conflict.detail).toMatch(/^west takes \d+(\.\d+)? hours a period; r-west has 5$/);
  });

  test('over-limit: the territories of a rep together count, and one of them goes to another', async () => {
    const visited = ACCOUNTS.map((account) => ({ ...account, visitMinutes: 60, visitsPerPeriod: 10 }));
    const squares = SQUARES.map((square) => ({ ...square, properties: { rep: 'r-west' } }));
    const planId = await planOf(visited, REPS);
    const layoutId = await imported(planId, squares);
    type Measured = { territories: { sums: Record<string, number> }[] };
    const { territories } = (await send<Measured>(workspace, 'GET', `/v1/layouts/${layoutId}`)).answer;
    const most = Math.max(...territories.map(({ sums }) => sums[WORKLOAD_METRIC] ?? 0));
    // Enough for either, and not for both.
    const capacities = { 'r-west': 1.2 * most, 'r-east': 0.1 * most, 'r-spare': 1.1 * most };
    await put(
      planId,
      'reps',
      Object.entries(capacities).map(([id, capacityHours]) => ({ id, capacityHours })),
    );
    const { conflict } = await settle(layoutId, 'over-limit');
    expect(conflict.where.territoryIds).toEqual(['west', 'east']);
    expect(conflict.detail).toMatch(/^west, east take \d+(\.\d+)? hours a period; r-west has \d/);
  });

  test('duplicate-name: one of two territories of a name gets another', async () => {
    const twins = SQUARES.map((square) => ({ ...square, properties: { ...square.properties, name: 'Center' } }));
    const layoutId = await imported(await planOf(), twins);
    const { conflict, answer } = await settle(layoutId, 'duplicate-name', { choices: { name: 'Far east' } });
    expect(conflict.where.territoryIds).toEqual(['west', 'east']);
    const { answer: layout } = await send<{ territories: { name: string }[] }>(
      workspace,
      'GET',
      `/v1/layouts/${answer.layoutId}`,
    );
    expect(layout.territories.map(({ name }) => name)).toEqual(['Center', 'Far east']);
  });

  test('stale-cell: accounts that moved and came are counted again', async () => {
    const planId = await planOf();
    const layoutId = await imported(planId);
    await put(planId, 'accounts', [
      { id: 'w1', lat: 50.03, lng: 10.15 },
      { id: 'new', lat: 50.05, lng: 10.05 },
    ]);
    const { before, after, answer } = await settle(layoutId, 'stale-cell');
    expect([before.counts.byKind['stale-cell'], after.counts.byKind['stale-cell']]).toEqual([2, 0]);
    expect(await accountsOf(answer.layoutId)).toEqual({ west: 2, east: 3 });
  });
});

test('the conflicts of a plan are those of the layout in force, and its reps those of the publication', async () => {
  const leave = [{ from: '2000-01-01', to: '2100-01-01' }];
  const planId = await planOf(ACCOUNTS, [{ id: 'r-1', leave }, { id: 'r-2' }, { id: 'r-3' }]);
  const layoutId = await imported(planId);
  expect(await conflictsOf(`plans/${planId}`)).toMatchObject({ layoutId, inForce: false });
  await publish(planId, layoutId, { west: 'r-1', east: 'r-2' });
  await imported(planId, [drawn('all', [[box(10, 50, 10.2, 50.1)]])]);
  const page = await conflictsOf(`plans/${planId}`);
  expect(page).toMatchObject({ layoutId, inForce: true, items: [{ kind: 'owner-on-leave' }] });
  const { answer } = await fix(`plans/${planId}`, page.items[0]?.conflictId ?? '', { repId: 'r-3' });
  expect(answer).toMatchObject({ state: 'gone', did: { action: 'replace-rep', layoutId: null } });
  const governance = await ports.governance.load(workspace.workspaceId, planId);
  const inForce = governance.inForce(null, Date.now()).holding?.subject ?? '';
  expect(inForce).toBe(answer.did?.publicationId);
  expect(governance.publications.get(inForce)?.reps).toEqual({ west: 'r-3', east: 'r-2' });
});

test('the list is counted whole, filtered, paged and drawn', async () => {
  const accounts = Array.from({ length: 7 }, (_, at) => ({
    ...{ id: `p${at}`, lat: 50.01 + at / 100, lng: 10.05, repId: 'r-east' },
  }));
  const planId = await planOf([...accounts, ...ACCOUNTS]);
  const at = `layouts/${await imported(planId)}`;
  const all = await conflictsOf(at);
  expect(all.counts.byKind['account-outside-territory']).toBe(7);
  const seen: string[] = [];
  for (let path: string | null = `/v1/${at}/conflicts?kind=account-outside-territory&limit=3`; path !== null; ) {
    const response: Response = await workspace.fetch(path);
    const page = (await response.json()) as PageAnswer;
    expect(page.counts).toEqual(all.counts);
    seen.push(...page.items.map(({ where }) => where.accountIds[0] ?? ''));
    path = /<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  expect(seen).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
  expect((await conflictsOf(at, '&severity=error')).items).toEqual([]);
  const map = await workspace.fetch(`/v1/${at}/conflicts?kind=account-outside-territory`, {
    headers: { accept: 'application/geo+json' },
  });
  const { features } = (await map.json()) as { features: { geometry: { coordinates: number[] } }[] };
  expect(features.map(({ geometry }) => geometry.coordinates)).toEqual(accounts.map(({ lat, lng }) => [lng, lat]));
});

/** Of nothing, but listed without a line. */
const GONE = `cft_gap_${'a'.repeat(21)}wmtm4`;

test('conflicts and fixes of other workspaces, ids and choices that are none are refused', async () => {
  const planId = await planOf([...ACCOUNTS, { id: 'out', lat: 50.05, lng: 10.23 }]);
  const layoutId = await imported(planId);
  const at = `layouts/${layoutId}`;
  const { items } = await conflictsOf(at, '&kind=gap');
  const id = items[0]?.conflictId ?? '';
  const other = await openWorkspace();
  expect((await send(other, 'GET', `/v1/${at}/conflicts?planId=${planId}`)).status).toBe(404);
  expect((await send(other, 'GET', `/v1/plans/${planId}/conflicts`)).status).toBe(404);
  expect((await send(other, 'POST', `/v1/${at}/conflicts/${id}/fix`, { planId })).status).toBe(404);
  expect((await fix(at, 'cft_gap_none')).status).toBe(404);
  expect((await fix(at, id, { repId: 'r-west' })).status).toBe(400);
  expect((await fix(at, id, { territoryId: 'nowhere' })).status).toBe(400);
  const gone = await fix(at, GONE);
  expect([gone.status, gone.answer.state, gone.answer.did]).toEqual([200, 'gone', null]);
});

test('a fix of owners or accounts needs the scope for them, too', async () => {
  const planId = await planOf(ACCOUNTS.map((account) => ({ ...account, repId: 'r-east' })));
  const at = `layouts/${await imported(planId)}`;
  const { items } = await conflictsOf(at, '&kind=account-outside-territory');
  const { answer } = await send<{ key: string }>(workspace, 'POST', '/v1/keys', {
    name: 'few',
    scopes: ['layouts:write'],
  });
  const response = await workspace.fetchAsOperator(`/v1/${at}/conflicts/${items[0]?.conflictId}/fix`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.status).toBe(401);
  const limited = await import('cloudflare:workers').then(({ exports }) =>
    exports.default.fetch(`http://hexalign.test/v1/${at}/conflicts/${items[0]?.conflictId}/fix`, {
      method: 'POST',
      headers: { authorization: `Bearer ${answer.key}`, 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  expect(limited.status).toBe(403);
});
