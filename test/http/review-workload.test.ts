import { beforeAll, expect, test } from 'vitest';
import { scatterAccounts } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { publish } from '../put-in-force.ts';
import { post, upload } from '../solve-by-job.ts';

interface Standing {
  readonly outside: number;
  readonly territories: readonly {
    readonly territoryId: string;
    readonly limits: readonly { readonly kind: string; readonly value: number | null; readonly excess: number }[];
  }[];
}

interface ReviewedLine extends Standing {
  readonly answer: string;
  readonly repair: null | {
    readonly repairedLayoutId: string | null;
    readonly isInside: boolean;
    readonly breaches: readonly { readonly territoryId: string; readonly metric: string; readonly most: number }[];
    readonly moves: readonly { readonly from: string; readonly to: string; readonly reason: string }[];
  };
}

const TERRITORIES = ['t1', 't2', 't3', 't4'];
const SERVED = Object.fromEntries(TERRITORIES.map((id) => [id, `rep-${id}`]));
const workspace = await openWorkspace();
let planId = '';
let layoutId = '';

const put = async (path: string, body: unknown) => {
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  expect((await workspace.fetch(`/v1/plans/${planId}/${path}`, init)).ok).toBe(true);
};
/** Reps whose capacity is so many hours. */
const hire = (capacity: (territoryId: string) => number) =>
  put(
    'reps',
    TERRITORIES.map((id) => ({ id: SERVED[id], name: `Rep of ${id}`, capacityHours: capacity(id) })),
  );
const standing = async () =>
  (await (await workspace.fetch(`/v1/plans/${planId}/standing`)).json()) as { lines: Standing[] };
const review = async () =>
  ((await post<{ lines: ReviewedLine[] }>(workspace, `/v1/plans/${planId}/reviews`, {})).answer.lines[0] ??
    {}) as ReviewedLine;
const shares = (line: Standing | undefined) =>
  new Map(
    line?.territories.map(({ territoryId, limits }) => [
      territoryId,
      limits.find(({ kind }) => kind === 'workload')?.value ?? Number.NaN,
    ]),
  );
const hours = new Map<string, number>();

beforeAll(async () => {
  planId = await createPlan(workspace);
  const accounts = scatterAccounts({ count: 160, seed: 12, west: -84, south: 33, widthDeg: 4, heightDeg: 3 });
  const rows = accounts.map(({ id, lat, lng, revenue, visits }) => `${id},${lat},${lng},${revenue},45,${visits}`);
  await upload(workspace, planId, `id,lat,lng,revenue,visitMinutes,visitsPerPeriod\n${rows.join('\n')}\n`);
  const asked = { territories: TERRITORIES.length, balance: { revenue: 0.1 } };
  layoutId = (await post<{ layoutId: string }>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer.layoutId;
  const limits = { deviation: { revenue: 0.5 }, workload: 1 };
  await put('review-settings', { rhythm: 'yearly', firstDay: '2030-01-01', limits });
  await hire(() => 1_000);
  await publish({ workspace, planId }, { layoutId, reps: SERVED });
  for (const [id, share] of shares((await standing()).lines[0])) hours.set(id, share * 1_000);
});

const capacityOf = (spare: number) => (id: string) =>
  Number(((hours.get(id) ?? 0) * (id === 't1' ? 0.97 : spare)).toFixed(6));

test('a rep with too much work is relieved by those who have time', async () => {
  expect([...hours.values()].every((value) => value > 10)).toBe(true);
  await hire(capacityOf(1.3));
  const before = await review();
  expect(before).toMatchObject({ answer: 'repair', outside: 1 });
  expect(shares(before).get('t1')).toBeCloseTo(1 / 0.97, 6);
  const { breaches, moves, isInside, repairedLayoutId } = before.repair as NonNullable<ReviewedLine['repair']>;
  expect(breaches).toMatchObject([{ territoryId: 't1', metric: 'workload', most: capacityOf(1.3)('t1') }]);
  expect(moves.map(({ from }) => from)).toEqual(moves.map(() => 't1'));
  expect(moves.map(({ reason }) => reason).join()).toMatch(/^without it t1 would hold [\d.]+ of workload, above /);
  expect(isInside).toBe(true);
  await publish({ workspace, planId }, { layoutId: repairedLayoutId ?? '', reps: SERVED });
  const [line] = (await standing()).lines;
  expect(line?.outside).toBe(0);
  expect(Math.max(...shares(line).values())).toBeLessThanOrEqual(1);
  expect([...shares(line).values()].reduce((sum, share) => sum + share, 0)).toBeGreaterThan(3);
});

test('nobody is given more work than there is time for', async () => {
  await publish({ workspace, planId }, { layoutId, reps: SERVED });
  await hire(capacityOf(1.000001));
  expect(await review()).toMatchObject({
    answer: 'outside',
    outside: 1,
    repair: { repairedLayoutId: null, moves: [] },
  });
});

test('where a layout is published in a line, too, the reps of that publication count in the line', async () => {
  await put('lines/shops', { name: 'Shops', filter: { segments: ['shop'] } });
  await publish({ workspace, planId }, { layoutId, line: 'shops', reps: { t1: SERVED.t2 ?? null } });
  await hire(() => 1_000);
  const { lines } = (await standing()) as unknown as { lines: (Standing & { line: string | null })[] };
  const [whole, shops] = [null, 'shops'].map((line) => shares(lines.find((one) => one.line === line)));
  expect([...(whole?.values() ?? [])].every(Number.isFinite)).toBe(true);
  expect([shops?.get('t1'), ...TERRITORIES.slice(1).map((id) => shops?.get(id))]).toEqual([
    whole?.get('t1'),
    ...[Number.NaN, Number.NaN, Number.NaN],
  ]);
});
