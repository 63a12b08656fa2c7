import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { beforeAll, describe, expect, test } from 'vitest';
import { scatterAccounts } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { post, upload } from '../solve-by-job.ts';

interface Change {
  readonly before: number | null;
  readonly after: number | null;
}

interface Compared {
  readonly derived: boolean;
  readonly matchedBy: string;
  readonly territories: readonly {
    readonly a: string | null;
    readonly b: string | null;
    readonly overlap: number;
    readonly sums: Record<string, Change>;
    readonly gained: Record<string, number | null>;
    readonly lost: Record<string, number | null>;
    readonly recounted: Record<string, number | null>;
    readonly deviations: Record<string, Change>;
    readonly compactness: Record<string, Change>;
    readonly travel: { readonly distanceKm: Change; readonly workloadHours: Change };
  }[];
  readonly totals: {
    readonly moved: { readonly sums: Record<string, number | null>; readonly shares: Record<string, number | null> };
    readonly places: Record<string, number>;
    readonly worstDeviation: Record<string, Change>;
    readonly matched: number;
  };
  readonly reps: null | {
    readonly accounts: number;
    readonly repCount: number;
    readonly reps: readonly {
      readonly repId: string | null;
      readonly accounts: number;
      readonly moves: readonly { readonly from: string; readonly to: string; readonly accounts: number }[];
    }[];
  };
}

const workspace = await openWorkspace();
const REPS = ['rep-1', 'rep-2', ''];
const rows = scatterAccounts({ count: 500, seed: 51, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
const csvOf = (accounts: typeof rows) =>
  `id,lat,lng,revenue,repId\n${accounts.map(({ id, lat, lng, revenue }, at) => `${id},${lat},${lng},${revenue},${REPS[at % 3]}`).join('\n')}\n`;
const repOf = new Map(rows.map(({ id }, at) => [id, REPS[at % 3] || null]));

let planId = '';
let a: SolvedAnswer;
/** Solved apart, of the same accounts. */
let b: SolvedAnswer;
beforeAll(async () => {
  planId = await createPlan(workspace);
  await upload(workspace, planId, csvOf(rows));
  const solve = async (asked: object) =>
    (await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, { effort: 'fast', ...asked })).answer;
  a = await solve({ territories: 6, balance: { revenue: 0.1 } });
  b = await solve({ territories: 5, balance: { revenue: 0.1 }, seed: 9, baseResolution: 4 });
});

async function compare(from: string, to: string, query = ''): Promise<Compared> {
  const answer = await workspace.fetch(`/v1/layouts/${from}/compare/${to}${query}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Compared;
}

/** The territory of each account, as look-ups have it. */
async function ownersIn(layoutId: string): Promise<Map<string, string>> {
  const places = rows.map(({ lat, lng }) => ({ lat, lng }));
  const { status, answer } = await post<{ owners: { territoryId: string }[] }>(
    workspace,
    `/v1/layouts/${layoutId}/owner`,
    { places },
  );
  expect(status).toBe(200);
  return new Map(rows.map(({ id }, at) => [id, answer.owners[at]?.territoryId ?? '']));
}

/** Accounts that move, with where, worked out from look-ups and from which territories stand for each other. */
async function movedByLookUp({ territories }: Compared): Promise<Map<string, { from: string; to: string }>> {
  const [before, after] = [await ownersIn(a.layoutId), await ownersIn(b.layoutId)];
  const stands = new Map(territories.map((one) => [one.a, one.b]));
  return new Map(
    rows.flatMap(({ id }) => {
      const [from, to] = [before.get(id) ?? '', after.get(id) ?? ''];
      return stands.get(from) === to ? [] : [[id, { from, to }] as const];
    }),
  );
}

describe('two layouts of the same accounts', () => {
  test('are compared as look-ups of every account tell', async () => {
    const compared = await compare(a.layoutId, b.layoutId);
    const moved = await movedByLookUp(compared);
    expect(moved.size).toBeGreaterThan(20);
    expect(compared.totals.moved.sums.accounts).toBe(moved.size);
    expect(compared).toMatchObject({ derived: false, matchedBy: 'revenue', reps: null, totals: { matched: 5 } });
    const revenueOf = new Map(rows.map(({ id, revenue }) => [id, revenue]));
    const sum = (ids: string[]) => ids.reduce((total, id) => total + (revenueOf.get(id) ?? 0), 0);
    const ids = [...moved.keys()];
    for (const one of compared.territories) {
      expect(one.gained.revenue).toBeCloseTo(sum(ids.filter((id) => moved.get(id)?.to === one.b)), 6);
      expect(one.lost.revenue).toBeCloseTo(sum(ids.filter((id) => moved.get(id)?.from === one.a)), 6);
      expect(one.recounted).toEqual({ accounts: 0, revenue: 0 });
      const { before, after } = one.sums.revenue ?? {};
      expect((one.gained.revenue ?? 0) - (one.lost.revenue ?? 0)).toBeCloseTo((after ?? 0) - (before ?? 0), 6);
    }
    const worst = Math.max(...a.territories.map(({ deviations }) => deviations.revenue ?? 0));
    expect(compared.totals.worstDeviation.revenue?.before).toBe(worst);
    const [first] = compared.territories;
    const own = a.territories[0];
    expect(first?.travel.distanceKm.before).toBeCloseTo(
      Math.sqrt((own?.compactness.momentOfInertia ?? 0) / (own?.sums.revenue ?? 1)),
      9,
    );
    expect(first?.travel.workloadHours).toEqual({ before: null, after: null });
  });

  test('turn around, and a layout does not differ from itself', async () => {
    const [there, back] = [await compare(a.layoutId, b.layoutId), await compare(b.layoutId, a.layoutId)];
    expect(back.totals.moved.sums).toEqual(there.totals.moved.sums);
    for (const one of there.territories) {
      const other = back.territories.find((mirrored) => mirrored.a === one.b && mirrored.b === one.a);
      expect(other).toMatchObject({ gained: one.lost, lost: one.gained, overlap: one.overlap });
    }
    const same = await compare(a.layoutId, a.layoutId);
    expect(same.totals.moved.sums).toEqual({ accounts: 0, revenue: 0 });
    const none = await workspace.fetch(`/v1/layouts/${a.layoutId}/compare/${a.layoutId}`, {
      headers: { accept: 'application/geo+json' },
    });
    expect(await none.json()).toEqual({ type: 'FeatureCollection', features: [] });
  });

  test('list the accounts that move, page by page, each with its territories', async () => {
    const moved = await movedByLookUp(await compare(a.layoutId, b.layoutId));
    const listed = new Map<string, { from: string; to: string }>();
    const path = `/v1/layouts/${a.layoutId}/compare/${b.layoutId}/accounts?limit=40`;
    for (let next: string | null = path; next !== null; ) {
      const answer: Response = await workspace.fetch(next);
      expect(answer.status).toBe(200);
      const page = (await answer.json()) as { items: { id: string; from: string; to: string }[]; next: string | null };
      for (const { id, from, to } of page.items) {
        expect(listed.has(id)).toBe(false);
        listed.set(id, { from, to });
      }
      next = page.next === null ? null : `${path}&cursor=${page.next}`;
    }
    expect(listed).toEqual(moved);
  });

  test('tell by rep whom the change affects', async () => {
    const compared = await compare(a.layoutId, b.layoutId, `?planId=${planId}`);
    const moved = await movedByLookUp(compared);
    const { reps, accounts, repCount } = compared.reps ?? { reps: [], accounts: 0, repCount: 0 };
    expect([accounts, repCount]).toEqual([moved.size, 2]);
    expect(new Set(reps.map(({ repId }) => repId))).toEqual(new Set(['rep-1', 'rep-2', null]));
    for (const rep of reps) {
      const own = [...moved].filter(([id]) => repOf.get(id) === rep.repId).map(([, move]) => move);
      expect(rep.accounts).toBe(own.length);
      const counts = new Map<string, number>();
      for (const { from, to } of own) counts.set(`${from}>${to}`, (counts.get(`${from}>${to}`) ?? 0) + 1);
      expect(new Map(rep.moves.map((move) => [`${move.from}>${move.to}`, move.accounts]))).toEqual(counts);
    }
    expect(reps.map((rep) => rep.accounts)).toEqual(reps.map((rep) => rep.accounts).sort((x, y) => y - x));
  });

  test('have outlines of what differs, each with the accounts that it holds', async () => {
    const path = `/v1/layouts/${a.layoutId}/compare/${b.layoutId}`;
    const compared = await compare(a.layoutId, b.layoutId);
    const answer = await workspace.fetch(path, { headers: { accept: 'application/geo+json' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/geo+json']);
    const { features } = (await answer.json()) as {
      features: { id: string; properties: { from: string; to: string; sums: Record<string, number> } }[];
    };
    expect(features.reduce((sum, one) => sum + (one.properties.sums.accounts ?? 0), 0)).toBe(
      compared.totals.moved.sums.accounts,
    );
    for (const { id, properties } of features) expect(id).toBe(`${properties.from}>${properties.to}`);
    const fine = await workspace.fetch(`${path}?resolution=15`, { headers: { accept: 'application/geo+json' } });
    expect([fine.status, ((await fine.json()) as ProblemAnswer).violations[0]?.field]).toEqual([400, 'resolution']);
  });
});

test('tiles of what differs have the same pairs of territories as the outlines, in both formats', async () => {
  const path = `/v1/layouts/${a.layoutId}/compare/${b.layoutId}`;
  const idsOf = async (address: string) => {
    const answer = await workspace.fetch(address, { headers: { accept: 'application/geo+json' } });
    expect([address, answer.status]).toEqual([address, 200]);
    const { features } = (await answer.json()) as {
      features: { properties: Record<string, unknown> }[];
    };
    return features.map(
      ({ properties }) => [`${properties.from}>${properties.to}`, properties['sums.accounts']] as const,
    );
  };
  const outlined = (await idsOf(path)).map(([id]) => id).sort();
  // The tile of zoom 5 that holds all of the market.
  const whole = await idsOf(`${path}/tiles/5/8/12.geojson`);
  expect(whole.length).toBeGreaterThan(3);
  expect(outlined).toEqual(expect.arrayContaining(whole.map(([id]) => id)));
  expect(whole.every(([, accounts]) => typeof accounts === 'number')).toBe(true);
  const vector = await workspace.fetch(`${path}/tiles/5/8/12.mvt`);
  expect([vector.status, vector.headers.get('content-type')]).toEqual([200, 'application/vnd.mapbox-vector-tile']);
  const { layers } = new VectorTile(new PbfReader(await vector.arrayBuffer()));
  expect(Object.keys(layers)).toEqual(['differences']);
  expect(layers.differences?.length).toBe(whole.length);
  expect((await workspace.fetch(`${path}/tiles/5/0/0.mvt`)).status).toBe(204);
  expect((await workspace.fetch(`/v1/layouts/${a.layoutId}/compare/${a.layoutId}/tiles/5/8/12.mvt`)).status).toBe(204);
  expect((await workspace.fetch(`${path}/tiles/5/8/12.png`)).status).toBe(400);
});

test('a layout and its rebalance keep their territories, and move what the rebalance says', async () => {
  const plan = await createPlan(workspace);
  await upload(workspace, plan, csvOf(rows));
  const asked = { territories: 6, balance: { revenue: 0.08 }, effort: 'fast' };
  const first = (await post<SolvedAnswer>(workspace, `/v1/plans/${plan}/layouts`, asked)).answer;
  const more = scatterAccounts({ count: 60, seed: 3, west: -81.5, south: 34.5, widthDeg: 0.2, heightDeg: 0.2 });
  await upload(workspace, plan, csvOf(more).replaceAll('\na', '\nn'));
  const path = `/v1/layouts/${first.layoutId}/rebalance`;
  const second = (await post<SolvedAnswer>(workspace, path, { budget: { metric: 'revenue', share: 0.1 } })).answer;
  const next = `/v1/layouts/${second.layoutId}/rebalance`;
  const third = (await post<SolvedAnswer>(workspace, next, { budget: { metric: 'revenue', share: 0.2 }, seed: 4 }))
    .answer;
  const compared = await compare(first.layoutId, second.layoutId);
  expect(compared.derived).toBe(true);
  expect(compared.territories.map((one) => [one.a, one.b])).toEqual(first.territories.map(({ id }) => [id, id]));
  expect(compared.totals.moved.shares.revenue).toBeCloseTo(second.rebalance?.moved.revenue ?? -1, 9);
  expect(compared.totals.moved.shares.accounts).toBeCloseTo(second.rebalance?.moved.accounts ?? -1, 9);
  const recounted = compared.territories.reduce((sum, one) => sum + (one.recounted.accounts ?? 0), 0);
  expect(recounted).toBe(more.length);
  expect(await compare(first.layoutId, third.layoutId)).toMatchObject({ derived: true });
  expect(await compare(third.layoutId, first.layoutId)).toMatchObject({ derived: true });
});

test('what is not there, or another workspace’s, is 404, and a plan is asked for where several could be meant', async () => {
  const missing = `lay_${'a'.repeat(52)}`;
  for (const path of ['', '/accounts']) {
    for (const [from, to] of [
      [a.layoutId, missing],
      [missing, b.layoutId],
      [a.layoutId, 'nothing'],
    ]) {
      expect((await workspace.fetch(`/v1/layouts/${from}/compare/${to}${path}`)).status).toBe(404);
    }
    const stranger = await openWorkspace();
    expect((await stranger.fetch(`/v1/layouts/${a.layoutId}/compare/${b.layoutId}${path}`)).status).toBe(404);
  }
  expect((await workspace.fetch(`/v1/layouts/${a.layoutId}/compare/${b.layoutId}?planId=pln_no`)).status).toBe(404);
  await workspace.fetch(`/v1/plans/${planId}/layouts/${b.layoutId}`, { method: 'DELETE' });
  const answer = await workspace.fetch(`/v1/layouts/${a.layoutId}/compare/${b.layoutId}/accounts`);
  expect([answer.status, await answer.json()]).toMatchObject([409, { violations: [{ field: 'planId' }] }]);
});
