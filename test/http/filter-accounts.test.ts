import { beforeAll, describe, expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const workspace = await openWorkspace();
const planId = await createPlan(workspace);
const ACCOUNTS = Array.from({ length: 300 }, (_, i) => ({
  id: `a${String(i).padStart(3, '0')}`,
  name: i === 7 ? 'Ærø Bakery' : `Shop ${i}`,
  lat: 46 + Math.floor(i / 20) * 0.1,
  lng: 2 + (i % 20) * 0.1,
  segment: i % 3 === 0 ? 'retail' : 'food',
  repId: i % 5 === 0 ? `rep-${i % 2}` : null,
  revenue: i,
}));
let layoutId = '';

function send(method: string, path: string, body: string, type = 'application/json') {
  return workspace.fetch(path, { method, headers: { 'content-type': type }, body });
}

beforeAll(async () => {
  await send('PUT', `/v1/plans/${planId}/accounts`, JSON.stringify(ACCOUNTS));
  const made = await send('POST', `/v1/plans/${planId}/layouts`, '{"territories":4,"effort":"fast"}');
  layoutId = ((await made.json()) as { layoutId: string }).layoutId;
});

function address(filter: Record<string, string>): string {
  return `/v1/plans/${planId}/accounts?${new URLSearchParams(filter)}`;
}

/** Ids through all pages of a filtered list. */
async function idsOf(filter: Record<string, string>, limit = 40): Promise<string[]> {
  const ids: string[] = [];
  let next: string | null = address({ ...filter, limit: String(limit) });
  while (next !== null) {
    const response: Response = await workspace.fetch(next);
    const { items } = (await response.json()) as { items: { id: string }[] };
    ids.push(...items.map(({ id }) => id));
    next = /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  return ids;
}

const expected = (holds: (account: (typeof ACCOUNTS)[number]) => boolean) => ACCOUNTS.filter(holds).map(({ id }) => id);

describe('a list holds those accounts alone', () => {
  const triangle = JSON.stringify({
    type: 'Polygon',
    coordinates: [
      [
        [2.05, 46.05],
        [3.55, 46.05],
        [2.05, 47.55],
        [2.05, 46.05],
      ],
    ],
  });
  test.each([
    ['of a segment', { segment: 'retail' }, expected(({ segment }) => segment === 'retail')],
    ['of a rep', { repId: 'rep-1' }, expected(({ repId }) => repId === 'rep-1')],
    ['with a text in the name, in any case', { text: 'BAKERY' }, ['a007']],
    ['with a text in the id', { text: 'A29' }, expected(({ id }) => id.startsWith('a29'))],
    ['with a text that is no pattern', { text: '%' }, []],
    [
      'in a box',
      { bbox: '2.45,46.25,3.05,46.65' },
      expected(({ lat, lng }) => lng >= 2.45 && lng <= 3.05 && lat >= 46.25 && lat <= 46.65),
    ],
    [
      'in a polygon',
      { polygon: triangle },
      expected(({ lat, lng }) => lng > 2.05 && lat > 46.05 && lng - 2.05 + (lat - 46.05) < 1.5),
    ],
    [
      'in a polygon, of a segment and in a box',
      { polygon: triangle, segment: 'food', bbox: '2,46,2.55,90' },
      expected(
        ({ lat, lng, segment }) =>
          segment === 'food' && lng > 2.05 && lng <= 2.55 && lat > 46.05 && lng - 2.05 + (lat - 46.05) < 1.5,
      ),
    ],
  ])('%s', async (_, filter, ids) => {
    expect(await idsOf(filter as Record<string, string>)).toEqual(ids);
  });

  test('that are east of 179 or west of -179 in a box over the antimeridian', async () => {
    const island = await createPlan(workspace);
    await send(
      'PUT',
      `/v1/plans/${island}/accounts`,
      'id,lat,lng\nfiji,-17,179.5\nsamoa,-14,-179.5\nrome,42,12\n',
      'text/csv',
    );
    const response = await workspace.fetch(`/v1/plans/${island}/accounts?bbox=179,-30,-179,0`);
    expect(((await response.json()) as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([
      'fiji',
      'samoa',
    ]);
  });

  test('that a territory owns: every account is in one, the one that a look-up says', async () => {
    const layout = (await (await workspace.fetch(`/v1/layouts/${layoutId}`)).json()) as {
      territories: { id: string; accounts: number }[];
    };
    const all: string[] = [];
    for (const { id, accounts } of layout.territories) {
      const ids = await idsOf({ layoutId, territoryId: id }, 30);
      expect(ids.length).toBe(accounts);
      all.push(...ids);
      const one = ACCOUNTS.find((account) => account.id === ids[0]);
      const owner = await workspace.fetch(`/v1/layouts/${layoutId}/owner?lat=${one?.lat}&lng=${one?.lng}`);
      expect(await owner.json()).toMatchObject({ territory: { id } });
    }
    expect(all.sort()).toEqual(expected(() => true));
  });
});

describe('a filter is refused', () => {
  test.each([
    [{ bbox: '1,2,3' }, 'bbox'],
    [{ bbox: '0,10,1,5' }, 'bbox'],
    [{ bbox: '0,0,181,1' }, 'bbox'],
    [{ polygon: '{"type":"Point","coordinates":[0,0]}' }, 'polygon'],
    [{ layoutId: 'lay_x' }, 'territoryId'],
    [{ territoryId: 't1' }, 'layoutId'],
    [{ segment: '' }, 'segment'],
    [{ colour: 'red' }, 'colour'],
  ])('%j', async (filter, field) => {
    const refused = await workspace.fetch(address(filter as unknown as Record<string, string>));
    expect([refused.status, await refused.json()]).toMatchObject([400, { violations: [{ field }] }]);
  });

  test('by a territory that the layout does not have, and a layout of another workspace', async () => {
    const unknown = await workspace.fetch(address({ layoutId, territoryId: 'north' }));
    expect([unknown.status, await unknown.json()]).toMatchObject([
      400,
      { violations: [{ field: 'territoryId', remedy: 'send one of: t1, t2, t3, t4' }] },
    ]);
    const other = await openWorkspace();
    const otherPlan = await createPlan(other);
    const hidden = await other.fetch(`/v1/plans/${otherPlan}/accounts?layoutId=${layoutId}&territoryId=t1`);
    expect(hidden.status).toBe(404);
  });
});

test('pages lose and repeat nothing of what stays while accounts come and go between them', async () => {
  const moving = await createPlan(workspace);
  const csv = (ids: string[]) => `id,lat,lng\n${ids.map((id) => `${id},1,1`).join('\n')}\n`;
  const stay = Array.from({ length: 60 }, (_, i) => `s${String(i).padStart(2, '0')}`);
  await send('PUT', `/v1/plans/${moving}/accounts`, csv([...stay, 's05x', 's20x']), 'text/csv');
  const seen: string[] = [];
  let next: string | null = `/v1/plans/${moving}/accounts?limit=15`;
  for (let page = 0; next !== null; page++) {
    const response: Response = await workspace.fetch(next);
    seen.push(...((await response.json()) as { items: { id: string }[] }).items.map(({ id }) => id));
    next = /^<([^>]+)>/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
    await send('PUT', `/v1/plans/${moving}/accounts`, csv([`a${page}`, `s${page}9y`, ...stay.slice(0, 5)]), 'text/csv');
    await send('POST', `/v1/plans/${moving}/accounts/delete`, '{"ids":["s05x","s20x"]}');
  }
  expect(seen.filter((id) => stay.includes(id))).toEqual(stay);
  expect(seen.length).toBe(new Set(seen).size);
});
