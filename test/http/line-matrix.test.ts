import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { publish } from '../put-in-force.ts';
import { post } from '../solve-by-job.ts';

/** Accounts repeat their places. */
const PLACES = 140 * 20;
/** More than one page of the record's reading, so that cells at its seams count once; many in one cell. */
const ACCOUNTS = Array.from({ length: 21_000 }, (_, i) => ({
  id: `a${i}`,
  lat: 46 + (i % 140) * 0.01,
  lng: 2 + (Math.floor(i / 140) % 20) * 0.07,
  segment: i % 3 === 0 ? 'retail' : 'food',
  size: i % 2 === 0 ? 'large' : 'small',
}));
/** Two lines and everything, which share a sixth, and a half each. */
const LINES = { retail: { segments: ['retail'] }, large: { sizes: ['large'] } };

const workspace = await openWorkspace();
const planId = await createPlan(workspace, { name: 'Lines', defaults: { finestResolution: 7 } });
const matrix = `/v1/plans/${planId}/line-matrix`;
const layoutIds: Record<string, string> = {};
/** Names of the territories that each account has in each layout, by its line; `all` is of all accounts. */
const territoryOf: Record<string, Map<string, string>> = {};

interface Matrix {
  layouts: { line: string | null; layoutId: string }[];
  accounts: number;
  distribution: { territories: number; accounts: number }[];
  pairs: {
    a: string | null;
    b: string | null;
    accounts: number;
    same: number;
    different: number;
    outside: number;
    territories: { a: { name: string }; b: { name: string }; same: boolean; accounts: number }[];
    territoryPairCount: number;
  }[];
}

async function send(method: string, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return workspace.fetch(path, { method, headers, body: JSON.stringify(body) });
}

async function read<T>(path: string): Promise<T> {
  const answer = await workspace.fetch(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

const isIn = {
  retail: (i: number) => i % 3 === 0,
  large: (i: number) => i % 2 === 0,
  all: () => true,
} as Record<string, (i: number) => boolean>;

beforeAll(async () => {
  expect((await send('PUT', `/v1/plans/${planId}/accounts`, ACCOUNTS)).status).toBe(200);
  for (const [line, filter] of Object.entries(LINES)) {
    await send('PUT', `/v1/plans/${planId}/lines/${line}`, { name: line, filter });
  }
  for (const [line, territories] of [
    ['retail', 3],
    ['large', 4],
    ['all', 5],
  ] as const) {
    const body = { territories, effort: 'fast', ...(line !== 'all' && { line }) };
    const { status, answer } = await post<{ layoutId: string }>(workspace, `/v1/plans/${planId}/layouts`, body);
    expect(status).toBe(201);
    layoutIds[line] = answer.layoutId;
    territoryOf[line] = await namesByAccount(answer.layoutId);
  }
}, 60_000);

async function namesByAccount(layoutId: string): Promise<Map<string, string>> {
  const names: string[] = [];
  for (let at = 0; at < PLACES; at += 1_000) {
    const places = ACCOUNTS.slice(at, Math.min(at + 1_000, PLACES)).map(({ lat, lng }) => ({ lat, lng }));
    const path = `/v1/layouts/${layoutId}/owner`;
    const { answer } = await post<{ owners: ({ territoryId: string } | null)[] }>(workspace, path, { places });
    names.push(...answer.owners.map((owner) => owner?.territoryId.replace('t', 'Territory ') ?? ''));
  }
  return new Map(ACCOUNTS.map(({ id }, i) => [id, names[i % PLACES] ?? ''] as const).filter(([, name]) => name !== ''));
}

/** What two lines share, account by account. */
function pairOf(a: string, b: string) {
  const pair = { accounts: 0, same: 0, different: 0, outside: 0 };
  ACCOUNTS.forEach(({ id }, i) => {
    if (!isIn[a]?.(i) || !isIn[b]?.(i)) return;
    const [one, other] = [territoryOf[a]?.get(id), territoryOf[b]?.get(id)];
    pair.accounts++;
    if (one === undefined || other === undefined) pair.outside++;
    else if (one === other) pair.same++;
    else pair.different++;
  });
  return pair;
}

/** The accounts of several names, by id, with how many they see. */
function seenBy(lines: readonly string[]): Map<string, number> {
  return new Map(
    ACCOUNTS.flatMap(({ id }, i) => {
      const own = lines.filter((line) => isIn[line]?.(i));
      const names = own.map((line) => territoryOf[line]?.get(id)).filter((name) => name !== undefined);
      return own.length === 0 ? [] : [[id, new Set(names).size] as const];
    }),
  );
}

describe('the matrix of lines', () => {
  test('counts what an account by account comparison counts', async () => {
    const { layouts, accounts, distribution, pairs } = await read<Matrix>(
      `${matrix}?layouts=${layoutIds.retail},${layoutIds.large}`,
    );
    expect(layouts).toEqual([
      { line: 'retail', layoutId: layoutIds.retail },
      { line: 'large', layoutId: layoutIds.large },
    ]);
    const seen = seenBy(['retail', 'large']);
    expect(accounts).toBe(seen.size);
    for (const { territories, accounts: count } of distribution) {
      expect([territories, count]).toEqual([territories, [...seen.values()].filter((n) => n === territories).length]);
    }
    expect(distribution.reduce((sum, one) => sum + one.accounts, 0)).toBe(seen.size);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ a: 'retail', b: 'large', ...pairOf('retail', 'large') });
    expect(pairs[0]?.different).toBeGreaterThan(0);
    const named = pairs[0]?.territories ?? [];
    expect(named).toHaveLength(pairs[0]?.territoryPairCount ?? 0);
    expect(named.map((pair) => pair.accounts)).toEqual(named.map((pair) => pair.accounts).sort((x, y) => y - x));
    for (const { a, b, same, accounts: shared } of named) {
      const both = ACCOUNTS.filter(
        ({ id }, i) => i % 6 === 0 && territoryOf.retail?.get(id) === a.name && territoryOf.large?.get(id) === b.name,
      );
      expect([a.name, b.name, same, shared]).toEqual([a.name, b.name, a.name === b.name, both.length]);
    }
  });

  test('is of the latest layout of each line, and of all accounts, where none are named', async () => {
    const { layouts, pairs } = await read<Matrix>(matrix);
    expect(layouts.map(({ line }) => line)).toEqual([null, 'large', 'retail']);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      [null, 'large'],
      [null, 'retail'],
      ['large', 'retail'],
    ]);
    expect(pairs[1]).toMatchObject(pairOf('all', 'retail'));
  });

  test('refuses two layouts of one line, and one that the plan does not list', async () => {
    const again = await post<{ layoutId: string }>(workspace, `/v1/plans/${planId}/layouts`, {
      territories: 2,
      effort: 'fast',
      line: 'retail',
    });
    const other = await createPlan(workspace);
    for (const [path, count] of [
      [`${matrix}?layouts=${layoutIds.retail},${again.answer.layoutId}`, 1],
      [`/v1/plans/${other}/line-matrix?layouts=${layoutIds.retail},${layoutIds.large}`, 2],
    ] as const) {
      const answer = await workspace.fetch(path);
      expect([answer.status, await answer.json()]).toMatchObject([400, { violationCount: count }]);
    }
    expect((await workspace.fetch(`${matrix}?layouts=lay_x`)).status).toBe(404);
    expect(await read<Matrix>(`/v1/plans/${other}/line-matrix`)).toEqual({
      layouts: [],
      accounts: 0,
      distribution: [],
      pairs: [],
    });
  });
});

test('the accounts that see several territories are listed by id, all of them, with what they see', async () => {
  const expected = [...seenBy(['retail', 'large'])].filter(([, seen]) => seen > 1).map(([id]) => id);
  const found: { accountId: string; territories: { line: string; territoryName: string }[] }[] = [];
  let next: string | null = `${matrix}/accounts?limit=700&layouts=${layoutIds.retail},${layoutIds.large}`;
  while (next !== null) {
    const answer: Response = await workspace.fetch(next);
    expect(answer.status).toBe(200);
    found.push(...((await answer.json()) as { items: typeof found }).items);
    next = /^<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  }
  expect(found.map(({ accountId }) => accountId)).toEqual(expected.sort());
  for (const { accountId, territories } of found) {
    expect(territories.map(({ line, territoryName }) => [line, territoryName])).toEqual([
      ['retail', territoryOf.retail?.get(accountId)],
      ['large', territoryOf.large?.get(accountId)],
    ]);
  }
});

test('layouts in force come before later ones, and a territory is that of its rep', async () => {
  expect((await send('PUT', `/v1/plans/${planId}/reps`, [{ id: 'r1' }, { id: 'r2' }, { id: 'Territory 3' }])).ok).toBe(
    true,
  );
  // A territory that shares accounts with one of the other line that has the same rep, and other territories.
  const sharing = ACCOUNTS.find(({ id }, i) => i % 6 === 0 && territoryOf.retail?.get(id) === 'Territory 1');
  const shares = territoryOf.large?.get(sharing?.id ?? '')?.replace('Territory ', 't') ?? '';
  const [second = '', third = '', fourth = ''] = ['t1', 't2', 't3', 't4'].filter((id) => id !== shares);
  const REPS: Record<string, Record<string, string | null>> = {
    retail: { t1: 'r1', t2: 'r2' },
    // The rep is not the territory of the same name.
    large: { [shares]: 'r1', [second]: 'Territory 3', [third]: 'r2', [fourth]: null },
  };
  for (const [line, reps] of Object.entries(REPS)) {
    const asked = { line, layoutId: layoutIds[line], reps };
    const drafted = await post<{ publicationId: string }>(workspace, `/v1/plans/${planId}/publications`, asked);
    expect(drafted.status).toBe(201);
    expect((await post(workspace, `/v1/publications/${drafted.answer.publicationId}/publish`, {})).status).toBe(200);
    const later = { territories: 2, effort: 'fast', seed: 9, line };
    expect((await post(workspace, `/v1/plans/${planId}/layouts`, later)).status).toBe(201);
  }
  const ownersOf = (line: string) =>
    new Map(
      [...(territoryOf[line] ?? [])].map(([id, name]) => {
        const rep = REPS[line]?.[name.replace('Territory ', 't')];
        return [id, rep ? `rep ${rep}` : name];
      }),
    );
  const owners = { retail: ownersOf('retail'), large: ownersOf('large') };
  const { layouts, pairs } = await read<Matrix>(matrix);
  expect(Object.fromEntries(layouts.map(({ line, layoutId }) => [line, layoutId]))).toEqual({
    ...{ null: layoutIds.all, large: layoutIds.large, retail: layoutIds.retail },
  });
  const shared = ACCOUNTS.filter(({ id }, i) => i % 6 === 0 && owners.retail.has(id) && owners.large.has(id));
  const same = shared.filter(({ id }) => owners.retail.get(id) === owners.large.get(id)).length;
  const pair = pairs.find(({ a, b }) => [a, b].sort().join() === 'large,retail');
  expect(pair).toMatchObject({ same, different: shared.length - same });
  expect(same).toBeGreaterThan(0);
  expect(same).not.toBe(pairOf('retail', 'large').same);
});

test('a layout is in force also where the clock that it was recorded by is ahead', async () => {
  const later = { territories: 2, effort: 'fast', seed: 10 };
  expect((await post(workspace, `/v1/plans/${planId}/layouts`, later)).status).toBe(201);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
  await publish({ workspace, planId }, { layoutId: layoutIds.all ?? '' });
  vi.useRealTimers();
  const { layouts } = await read<Matrix>(matrix);
  expect(layouts.find(({ line }) => line === null)?.layoutId).toBe(layoutIds.all);
});
