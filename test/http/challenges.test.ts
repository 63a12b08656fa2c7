import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { wirePorts } from '../../src/wiring.ts';
import { auditOf, countEntries, expectWhole } from '../audit-entries.ts';
import { type PublishingPlan, publishingPlan, sendWith } from '../publish.ts';

let plan: PublishingPlan;
beforeEach(async () => {
  plan = await publishingPlan();
});

describe('a challenge', () => {
  interface ChallengeAnswer extends Record<string, unknown> {
    readonly challengeId: string;
    readonly violations: { readonly field: string }[];
  }
  const open = (id: string, body: unknown) =>
    plan.sendAsOther<ChallengeAnswer>('POST', `/v1/publications/${id}/challenges`, body);
  const settle = (id: string, action: string, body: unknown) =>
    plan.send<ChallengeAnswer>('POST', `/v1/challenges/${id}/${action}`, body);

  /** A cell of a territory of the first layout. */
  const cellOf = async (territoryId: string, at = 0) => {
    const { body } = await plan.send<{ territories: { id: string; cells: string[] }[] }>(
      'GET',
      `/v1/layouts/${plan.layoutIds[0]}/territories?include=cells`,
    );
    return body.territories.find(({ id }) => id === territoryId)?.cells[at] ?? '';
  };
  /** The first layout with cells moved. */
  const movedTo = async (to: string, cells: readonly string[]) => {
    const asked = { planId: plan.planId, contiguity: 'report', edits: [{ kind: 'assign', to, cells }] };
    const { status, body } = await plan.send('POST', `/v1/layouts/${plan.layoutIds[0]}/edits`, asked);
    expect(status).toBe(201);
    return body.layoutId;
  };

  test('of an account is accepted with an owner by name, in one decision', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const accountId = accounts.body.items[0]?.id ?? '';
    const id = await plan.draft();
    const opened = await open(id, { accountId, repId: 'rep-1', reason: 'mine' });
    expect([opened.status, opened.body]).toMatchObject([
      201,
      { state: 'open', accountId, repId: 'rep-1', cells: null },
    ]);
    const { challengeId } = opened.body;
    const strange = await settle(challengeId, 'accept', { reason: 'so', owner: { repId: 'nobody' } });
    expect([strange.status, strange.body.violations]).toMatchObject([422, [{ field: '/owner/repId' }]]);
    const done = await settle(challengeId, 'accept', { reason: 'so', owner: { repId: 'rep-2' } });
    expect([done.status, done.body]).toMatchObject([200, { state: 'accepted', settledReason: 'so', layoutId: null }]);
    const [accepted, named] = (await auditOf(plan)).slice(-2);
    expect([accepted?.action, named?.event]).toMatchObject([
      'challenge-accepted',
      { kind: 'accounts-named', accountIds: [accountId], owner: { repId: 'rep-2' } },
    ]);
    const kept = await wirePorts(env).planLog.named(plan.workspace.workspaceId, plan.planId, [accountId]);
    expect(kept).toMatchObject([{ seq: named?.seq, subject: { owner: { repId: 'rep-2' } } }]);
    expectWhole(await auditOf(plan));
    for (const action of ['accept', 'refuse']) {
      const again = await settle(challengeId, action, {
        reason: 'r',
        ...(action === 'accept' && { layoutId: plan.layoutIds[0] }),
      });
      expect([again.status, again.body]).toMatchObject([409, { state: 'accepted', possible: [] }]);
    }
  });

  test('is accepted with a territory of the layout in force, whichever layout was challenged', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const accountId = accounts.body.items[0]?.id ?? '';
    const three = await plan.send('POST', `/v1/plans/${plan.planId}/layouts`, { territories: 3, effort: 'fast' });
    const challengeOf = async (id: string) => (await open(id, { accountId, reason: 'mine' })).body.challengeId;
    const [ofTwo, ofThree] = [await plan.draft(), await plan.draft({ layoutId: three.body.layoutId })];
    const named = { reason: 'so', owner: { territoryId: 't3' } };
    const early = await settle(await challengeOf(ofThree), 'accept', named);
    expect([early.status, early.body.violations]).toMatchObject([422, [{ field: '/owner/territoryId' }]]);
    await plan.act(ofTwo, 'publish');
    const strange = await settle(await challengeOf(ofThree), 'accept', named);
    expect([strange.status, strange.body.violations]).toMatchObject([422, [{ field: '/owner/territoryId' }]]);
    await plan.act(ofThree, 'publish');
    expect((await settle(await challengeOf(await plan.draft()), 'accept', named)).body).toMatchObject({
      state: 'accepted',
    });
  });

  test('of cells is accepted with a layout, or refused', async () => {
    const id = await plan.draft();
    const cells = [await cellOf('t1')];
    const asked = { territories: ['t1', 't2'], cells, reason: 'across the river' };
    const ids = [];
    for (let at = 0; at < 2; at++) ids.push((await open(id, asked)).body.challengeId);
    expect((await settle(ids[0] ?? '', 'accept', { reason: 'so', owner: { territoryId: 't1' } })).status).toBe(422);
    expect((await settle(ids[0] ?? '', 'accept', { reason: 'so', layoutId: 'lay_1' })).status).toBe(422);
    // The draft may come to the layout that settles the matter before that is said.
    const settled = await movedTo('t2', cells);
    expect((await plan.send('PATCH', `/v1/publications/${id}`, { layoutId: settled })).status).toBe(200);
    for (const same of [plan.layoutIds[0], await movedTo('t2', [await cellOf('t1', 1)])]) {
      const unsettled = await settle(ids[0] ?? '', 'accept', { reason: 'so', layoutId: same });
      expect([unsettled.status, unsettled.body.violations]).toMatchObject([422, [{ field: '/layoutId', value: same }]]);
    }
    const accepted = await settle(ids[0] ?? '', 'accept', { reason: 'so', layoutId: settled });
    expect(accepted.body).toMatchObject({
      state: 'accepted',
      layoutId: settled,
      cells,
      territories: ['t1', 't2'],
    });
    expect((await settle(ids[1] ?? '', 'refuse', { reason: 'no' })).body).toMatchObject({
      state: 'refused',
      layoutId: null,
    });
    const listed = async (query: string) =>
      (
        await plan.send<{ items: { challengeId: string }[] }>('GET', `/v1/plans/${plan.planId}/challenges${query}`)
      ).body.items.map((one) => one.challengeId);
    expect([await listed(''), await listed('?state=refused'), await listed('?state=open')]).toEqual([
      [ids[1], ids[0]],
      [ids[1]],
      [],
    ]);
  });

  test('of an account is accepted with a layout in which its place is in another territory', async () => {
    const { body } = await plan.send<{ items: { id: string; cell: string }[] }>(
      'GET',
      `/v1/plans/${plan.planId}/accounts?limit=1`,
    );
    const [account] = body.items;
    const { body: leaf } = await plan.send<{ cell: string; territory: { id: string } }>(
      'GET',
      `/v1/layouts/${plan.layoutIds[0]}/owner?cell=${account?.cell}`,
    );
    const [mine, other] = leaf.territory.id === 't1' ? ['t1', 't2'] : ['t2', 't1'];
    const { challengeId } = (await open(await plan.draft(), { accountId: account?.id, reason: 'mine' })).body;
    const elsewhere = await movedTo(mine, [await cellOf(other)]);
    expect((await settle(challengeId, 'accept', { reason: 'so', layoutId: elsewhere })).status).toBe(422);
    const done = await settle(challengeId, 'accept', { reason: 'so', layoutId: await movedTo(other, [leaf.cell]) });
    expect([done.status, done.body]).toMatchObject([200, { state: 'accepted' }]);
  });

  test('is settled by where its place lies, whatever territories of a layout made apart are called', async () => {
    const drawn = async (...parts: readonly (readonly [id: string, west: number, east: number])[]) => {
      const features = parts.map(([id, west, east]) => {
        const corners = [west, east, east, west, west].map((lng, at) => [lng, at < 2 || at === 4 ? 45.9 : 48.1]);
        return { type: 'Feature', id, properties: {}, geometry: { type: 'Polygon', coordinates: [corners] } };
      });
      const answer = await plan.workspace.fetch(`/v1/plans/${plan.planId}/layouts/import`, {
        method: 'POST',
        headers: { 'content-type': 'application/geo+json' },
        body: JSON.stringify({ type: 'FeatureCollection', features }),
      });
      expect(answer.status).toBe(201);
      return ((await answer.json()) as { layoutId: string }).layoutId;
    };
    const challenged = await drawn(['t1', 1.9, 3], ['t2', 3, 4.1]);
    const path = `/v1/plans/${plan.planId}/accounts?bbox=2.6,45,2.9,49&limit=1`;
    const accountId = (await plan.send<{ items: { id: string }[] }>('GET', path)).body.items[0]?.id ?? '';
    const id = await plan.draft({ layoutId: challenged });
    const accept = async (layoutId: string) => {
      const { challengeId } = (await open(id, { accountId, reason: 'mine' })).body;
      return (await settle(challengeId, 'accept', { reason: 'so', layoutId })).status;
    };
    expect(await accept(await drawn(['t2', 1.9, 3], ['t1', 3, 4.1]))).toBe(422);
    expect(await accept(await drawn(['t2', 1.9, 2.4], ['t1', 2.4, 4.1]))).toBe(200);
  });

  test('of an account that was deleted since is not accepted with an owner by name', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const accountId = accounts.body.items[0]?.id ?? '';
    const { challengeId } = (await open(await plan.draft(), { accountId, reason: 'mine' })).body;
    await plan.send('DELETE', `/v1/plans/${plan.planId}/accounts/${accountId}`);
    const before = await countEntries(plan);
    const { status, body } = await settle(challengeId, 'accept', { reason: 'so', owner: { repId: 'rep-2' } });
    expect([status, body.violations]).toMatchObject([422, [{ field: '/owner', value: accountId }]]);
    expect(await countEntries(plan)).toBe(before);
    expect((await settle(challengeId, 'refuse', { reason: 'no' })).status).toBe(200);
  });

  test('is one also where its request is repeated after its answer was lost', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const [id, accountId] = [await plan.draft(), accounts.body.items[0]?.id];
    const opened = async (reason: string) => {
      await env.DB.prepare('DELETE FROM idempotency').run();
      const path = `/v1/publications/${id}/challenges`;
      return (await plan.send<ChallengeAnswer>('POST', path, { accountId, reason }, { 'idempotency-key': 'once' }))
        .body;
    };
    const first = await opened('mine');
    expect(await opened('mine')).toEqual(first);
    expect((await opened('yours')).challengeId).not.toBe(first.challengeId);
    const { body } = await plan.send<{ items: unknown[] }>('GET', `/v1/plans/${plan.planId}/challenges`);
    expect(body.items).toHaveLength(2);
  });

  test('is one also where its account and its rep were deleted before its request was repeated', async () => {
    const accounts = await plan.send<{ items: { id: string }[] }>('GET', `/v1/plans/${plan.planId}/accounts?limit=1`);
    const [id, accountId] = [await plan.draft(), accounts.body.items[0]?.id];
    const opened = async () => {
      await env.DB.prepare('DELETE FROM idempotency').run();
      const asked = { accountId, repId: 'rep-1', reason: 'mine' };
      return plan.send('POST', `/v1/publications/${id}/challenges`, asked, { 'idempotency-key': 'once' });
    };
    const first = await opened();
    await plan.send('DELETE', `/v1/plans/${plan.planId}/reps/rep-1`);
    await plan.send('DELETE', `/v1/plans/${plan.planId}/accounts/${accountId}`);
    const second = await opened();
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body]);
  });

  test('names what there is: everything else is told at once', async () => {
    const id = await plan.draft();
    const both = await open(id, { accountId: 'nobody', repId: 'no one', reason: 'r' });
    expect([both.status, both.body.violations.map(({ field }) => field)]).toEqual([422, ['/repId', '/accountId']]);
    const far = await open(id, { territories: ['t1', 't2'], cells: ['8928308280fffff'], reason: 'r' });
    expect([far.status, far.body.violations.map(({ field }) => field)]).toEqual([422, ['/cells/0']]);
    expect(
      (await open(id, { territories: ['t1', 't9'], cells: ['8928308280fffff'], reason: 'r' })).body.violations,
    ).toMatchObject([{ field: '/territories/1' }]);
    expect((await open(id, { reason: 'r' })).status).toBe(400);
    await plan.act(id, 'withdraw');
    expect((await open(id, { territories: ['t1', 't2'], cells: [], reason: 'r' })).status).toBe(400);
    const stranger = sendWith((await publishingPlan()).workspace.key);
    expect((await stranger('GET', `/v1/plans/${plan.planId}/audit`)).status).toBe(404);
  });
});
