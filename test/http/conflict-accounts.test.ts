import { describe, expect, test } from 'vitest';
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
  planOf,
  ports,
  put,
  REPS,
  SQUARES,
  settle,
  workspace,
} from '../conflict-plan.ts';
import { send } from '../post-json.ts';

describe('every kind about accounts and reps is seen, settled by one call and gone', () => {
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
});
