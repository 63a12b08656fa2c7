import { env } from 'cloudflare:workers';
import { cellToLatLng } from 'h3-js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MeasuredParent } from '../../src/application/describe-hierarchy.ts';
import { countPieces } from '../count-pieces.ts';
import { scatterAccounts, seededRandom, toCsv } from '../fixtures/scatter-accounts.ts';
import type { HierarchyAnswer } from '../hierarchy-answer.ts';
import { createPlan, type OpenedWorkspace, openWorkspace } from '../open-workspace.ts';
import { type OutlineFeature, OutlineOwners } from '../outline-owners.ts';
import type { ProblemAnswer, SolvedAnswer } from '../solve-accounts.ts';
import { post, upload } from '../solve-by-job.ts';

const ACCOUNTS = scatterAccounts({ count: 300, seed: 33, west: 2, south: 46, widthDeg: 3, heightDeg: 3 });
const TERRITORIES = 12;

let workspace: OpenedWorkspace;
let planId = '';
let layout: SolvedAnswer;
/** Cells of territories by their ids. */
const cells = new Map<string, readonly string[]>();

beforeAll(async () => {
  workspace = await openWorkspace();
  planId = await createPlan(workspace);
  await upload(workspace, planId, toCsv(ACCOUNTS));
  const reps = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '[{"id":"rep-1"}]' };
  expect((await workspace.fetch(`/v1/plans/${planId}/reps`, reps)).status).toBe(200);
  const asked = { territories: TERRITORIES, balance: { revenue: 0.1 }, effort: 'fast', seed: 2 };
  layout = (await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked)).answer;
  const path = `/v1/layouts/${layout.layoutId}/territories?include=cells`;
  const listed = (await (await workspace.fetch(path)).json()) as Pick<SolvedAnswer, 'territories'>;
  for (const territory of listed.territories) cells.set(territory.id, territory.cells);
}, 60_000);

const create = <T = HierarchyAnswer>(body: unknown, layoutId: string = layout.layoutId) =>
  post<T>(workspace, `/v1/layouts/${layoutId}/hierarchies`, body);

async function get<T = HierarchyAnswer>(path: string, headers: Record<string, string> = {}): Promise<T> {
  const answer = await workspace.fetch(path, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

/** A tree of three levels in which each territory and node is under any node of the next level, in mixed order. */
function randomTree(seed: number) {
  const random = seededRandom(seed);
  const any = (count: number) => Math.floor(random() * count);
  /** Parents of things, each parent at least once. */
  const parentsOf = (things: number, parents: number) =>
    Array.from({ length: things }, (_, at) => (at < parents ? at : any(parents)))
      .map((parent) => ({ parent, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ parent }) => parent);
  const [districts, regions] = [3 + any(5), 2];
  const ofTerritory = parentsOf(TERRITORIES, districts);
  const ofDistrict = parentsOf(districts, regions);
  const nodes = [
    { id: 'c', name: 'Country', level: 'country' },
    ...ofDistrict.map((region, at) => ({ id: `d${at}`, name: `D ${at}`, level: 'district', parent: `r${region}` })),
    ...[0, 1].map((at) => ({
      id: `r${at}`,
      name: `R ${at}`,
      level: 'region',
      parent: 'c',
      manager: { name: `M ${at}` },
    })),
  ];
  const territories = Object.fromEntries(layout.territories.map(({ id }, at) => [id, `d${ofTerritory[at]}`]));
  return { levels: ['district', 'region', 'country'], nodes, territories };
}

/** Every territory below a node, by the tree as it was sent. */
function below({ nodes, territories }: ReturnType<typeof randomTree>, id: string): string[] {
  const own = Object.keys(territories).filter((territory) => territories[territory] === id);
  const inner = nodes.filter((node) => 'parent' in node && node.parent === id);
  const all = new Set([...own, ...inner.flatMap((node) => below({ levels: [], nodes, territories }, node.id))]);
  return layout.territories.map((territory) => territory.id).filter((territory) => all.has(territory));
}

const piecesOf = (territories: readonly string[]) =>
  countPieces(
    territories.flatMap((id) => cells.get(id) ?? []),
    layout.islands,
  );

describe.each([1, 2, 3, 4])('a random tree (%i)', (seed) => {
  let tree: ReturnType<typeof randomTree>;
  let made: HierarchyAnswer;
  beforeAll(async () => {
    tree = randomTree(seed);
    const { status, answer, headers } = await create(tree);
    expect([status, headers.get('location')]).toEqual([201, `/v1/hierarchies/${answer.hierarchyId}`]);
    made = answer;
  });

  test('comes back as it was given, level by level', async () => {
    const read = await get(`/v1/hierarchies/${made.hierarchyId}`);
    expect(read).toEqual(made);
    expect(read).toMatchObject({ levels: tree.levels, feasible: true, violations: [], origin: { kind: 'given' } });
    const order = tree.levels.flatMap((level) => tree.nodes.filter((node) => node.level === level));
    const given = read.nodes.map(({ id, name, level, parent, manager }) => ({ id, name, level, parent, manager }));
    expect(given).toEqual(order.map((node) => ({ parent: null, manager: null, ...node })));
    for (const { id, territories, children } of read.nodes) {
      expect(territories).toEqual(below(tree, id));
      const inner = order.filter((node) => 'parent' in node && node.parent === id).map((node) => node.id);
      expect(children).toEqual(inner.length > 0 ? inner : territories);
    }
  });

  test('adds up to the accounts under each node, and shares targets by number of territories', async () => {
    const places = ACCOUNTS.map(({ lat, lng }) => ({ lat, lng }));
    const { answer } = await post<{ owners: { territoryId: string }[] }>(
      workspace,
      `/v1/layouts/${layout.layoutId}/owner`,
      { places },
    );
    const total = ACCOUNTS.reduce((sum, { revenue }) => sum + revenue, 0);
    for (const { id, sums, targets, deviations, areaKm2 } of made.nodes) {
      const inside = new Set(below(tree, id));
      const own = ACCOUNTS.filter((_, at) => inside.has(answer.owners[at]?.territoryId ?? ''));
      expect(sums.accounts).toBe(own.length);
      expect(sums.revenue).toBeCloseTo(
        own.reduce((sum, { revenue }) => sum + revenue, 0),
        6,
      );
      expect(targets.revenue).toBeCloseTo((total * inside.size) / TERRITORIES, 6);
      expect(deviations.revenue).toBeCloseTo(Math.abs((sums.revenue ?? 0) / (targets.revenue ?? 1) - 1), 9);
      const surface = layout.territories.filter((territory) => inside.has(territory.id));
      expect(areaKm2).toBeCloseTo(
        surface.reduce((sum, territory) => sum + territory.areaKm2, 0),
        6,
      );
    }
  });

  test('is in as many pieces as a flood over cells finds, and touches who it touches', () => {
    for (const { id, level, pieces, neighbors } of made.nodes) {
      expect([id, pieces]).toEqual([id, piecesOf(below(tree, id))]);
      for (const other of made.nodes.filter((node) => node.level === level && node.id !== id)) {
        const together = piecesOf([...below(tree, id), ...below(tree, other.id)]);
        expect([id, other.id, neighbors.includes(other.id)]).toEqual([id, other.id, together < pieces + other.pieces]);
      }
    }
  });

  test('is refused where a level is to be connected whose nodes are in pieces, and all of them are named', async () => {
    const { status, answer } = await create<ProblemAnswer>({ ...tree, connected: ['district'] });
    const broken = made.nodes.filter(({ level, pieces }) => level === 'district' && pieces > 1);
    expect(broken.length).toBeGreaterThan(0);
    expect([status, answer.type, answer.violationCount]).toEqual([422, '/problems/invalid-hierarchy', broken.length]);
    for (const { id, pieces } of broken) {
      const at = tree.nodes.findIndex((node) => node.id === id);
      const blame = answer.violations.find(({ field }) => field === `/nodes/${at}`);
      expect(blame?.detail).toMatch(new RegExp(`^${id} is in ${pieces} pieces: .*t\\d`));
    }
  });
});

test('everything that is wrong with a tree is told at once', async () => {
  const { t1: _, ...others } = randomTree(1).territories;
  const { status, answer } = await create<ProblemAnswer>({
    levels: ['district', 'region'],
    nodes: [
      { id: 'd0', name: 'D', level: 'district', parent: 'r0', manager: { repId: 'nobody' } },
      { id: 'd0', name: 'D', level: 'district', parent: 'r0' },
      { id: 'd1', name: 'D', level: 'district', parent: 'd2' },
      { id: 'd2', name: 'D', level: 'district', parent: 'd1' },
      { id: 'd3', name: 'D', level: 'district', parent: 'gone' },
      { id: 'd4', name: 'D', level: 'district' },
      { id: 'd5', name: 'D', level: 'sector', parent: 'r0' },
      { id: 'r0', name: 'R', level: 'region', parent: 'd0' },
      { id: 'r1', name: 'R', level: 'region' },
      { id: 'empty', name: 'E', level: 'district', parent: 'r1' },
    ],
    territories: {
      ...Object.fromEntries(Object.keys(others).map((id) => [id, 'd0'])),
      t2: 'd1',
      t3: 'd2',
      t4: 'd3',
      t5: 'd4',
      t6: 'r0',
      t7: 'none',
      t99: 'd0',
    },
    connected: ['district', 'nation'],
  });
  expect([status, answer.type]).toEqual([422, '/problems/invalid-hierarchy']);
  const told = answer.violations.map(({ field, detail }) => `${field} ${detail}`);
  for (const fault of [
    '/nodes/0/manager/repId is no rep of the plan',
    '/nodes/1/id is the id of two nodes',
    '/nodes/2/parent d1 is its own ancestor',
    '/nodes/3/parent d2 is its own ancestor',
    '/nodes/4/parent is no node',
    '/nodes/5/parent d4 has no parent',
    '/nodes/6/level is no level',
    '/nodes/7/parent r0 is at the top, region: it has no parent',
    '/nodes/9 empty has no territory under it',
    '/territories/t1 t1 is under no node',
    '/territories/t6 is not a node of the lowest level',
    '/territories/t7 is no node',
    '/territories/t99 is no territory of the layout',
    '/connected/1 is not one of the levels',
  ]) {
    expect(told).toContain(fault);
  }
  expect(answer.violations.every(({ remedy }) => remedy.length > 0)).toBe(true);
});

describe('a tree that is solved', () => {
  const ASKED = {
    levels: [
      { name: 'district', count: 4 },
      { name: 'region', count: 2 },
    ],
    balance: { revenue: 0.3 },
    seed: 5,
    effort: 'fast',
  };

  test('has as many nodes as were asked for, all in one piece, and the same for the same seed', async () => {
    const [first, second] = [await create(ASKED), await create(ASKED)];
    expect(first.status).toBe(201);
    const { nodes } = first.answer;
    expect(nodes.map(({ level }) => level)).toEqual([...Array(4).fill('district'), ...Array(2).fill('region')]);
    for (const level of ['district', 'region']) {
      const own = nodes.filter((node) => node.level === level);
      const inside = own.flatMap(({ territories }) => territories).sort();
      expect(inside).toEqual([...cells.keys()].sort());
      for (const { territories, pieces } of own) expect([pieces, piecesOf(territories)]).toEqual([1, 1]);
    }
    expect(second.answer.hierarchyId).not.toBe(first.answer.hierarchyId);
    expect(second.answer.nodes).toEqual(first.answer.nodes);
  });

  test('is feasible exactly where every node has its equal share, and names those that have not', async () => {
    for (const tolerance of [0.3, 0.001]) {
      const { answer } = await create({ ...ASKED, balance: { revenue: tolerance } });
      const total = ACCOUNTS.reduce((sum, { revenue }) => sum + revenue, 0);
      const off = answer.nodes
        .filter(({ level, sums }) => {
          const share = total / (level === 'district' ? 4 : 2);
          return Math.abs((sums.revenue ?? 0) - share) > tolerance * share;
        })
        .map(({ id }) => id);
      const named = answer.violations.filter(({ kind }) => kind === 'outside-tolerance').map(({ nodeId }) => nodeId);
      expect([tolerance, named.sort()]).toEqual([tolerance, off.sort()]);
      expect(answer.feasible).toBe(answer.violationCount === 0);
      if (tolerance < 0.01) expect(off.length).toBeGreaterThan(0);
    }
  });

  test('is refused with counts, metrics and levels that cannot be, all at once', async () => {
    const { status, answer } = await create<ProblemAnswer>({
      levels: [
        { name: 'district', count: 13 },
        { name: 'district', count: 14 },
      ],
      balance: { profit: 0.1 },
      connected: ['nation'],
    });
    expect([status, answer.violations.map(({ field }) => field).sort()]).toEqual([
      422,
      ['/balance', '/connected/0', '/levels/0/count', '/levels/1/count', '/levels/1/name'],
    ]);
  });

  test('is not half given', async () => {
    const { status, answer } = await create<ProblemAnswer>({ ...ASKED, territories: { t1: 'd1' } });
    expect([status, answer.violations.map(({ field }) => field)]).toEqual([
      400,
      ['/levels/0', '/levels/1', '/nodes', '/balance', '/seed', '/effort'],
    ]);
  });
});

describe('names and managers', () => {
  const change = async (hierarchyId: string, nodes: unknown, ifMatch: string | null) => {
    const headers = { 'content-type': 'application/json', ...(ifMatch !== null && { 'if-match': ifMatch }) };
    const init = { method: 'PATCH', headers, body: JSON.stringify({ nodes }) };
    return workspace.fetch(`/v1/hierarchies/${hierarchyId}`, init);
  };

  test('change by whoever has seen them last, and nothing else does', async () => {
    const { answer: made } = await create(randomTree(1));
    const path = `/v1/hierarchies/${made.hierarchyId}`;
    const tag = (await workspace.fetch(path)).headers.get('etag') ?? '';
    const nodes = [
      { id: 'd0', name: 'Nord', manager: { repId: 'rep-1' } },
      { id: 'r0', manager: null },
    ];
    expect((await change(made.hierarchyId, nodes, null)).status).toBe(428);
    const changed = await change(made.hierarchyId, nodes, tag);
    expect(changed.status).toBe(200);
    const expected = made.nodes.map((node) => {
      if (node.id === 'd0') return { ...node, name: 'Nord', manager: { repId: 'rep-1' } };
      return node.id === 'r0' ? { ...node, manager: null } : node;
    });
    expect(await changed.json()).toEqual({ ...made, nodes: expected });
    expect(await get(path)).toEqual({ ...made, nodes: expected });
    const now = (await workspace.fetch(path)).headers.get('etag');
    expect(now).not.toBe(tag);
    expect(changed.headers.get('etag')).toBe(now);
    expect((await change(made.hierarchyId, [{ id: 'd0', name: 'Late' }], tag)).status).toBe(412);
    expect((await workspace.fetch(path, { headers: { 'if-none-match': now ?? '' } })).status).toBe(304);
    const removed = await workspace.fetch(path, { method: 'DELETE', headers: { 'if-match': tag } });
    expect(removed.status).toBe(412);
  });

  test('are refused together where a node or a rep is not there', async () => {
    const { answer: made } = await create(randomTree(2));
    const nodes = [{ id: 'd0', name: 'One' }, { id: 'd0' }, { id: 'none' }, { id: 'd1', manager: { repId: 'rep-2' } }];
    const refused = await change(made.hierarchyId, nodes, '*');
    const problem = (await refused.json()) as ProblemAnswer;
    expect([refused.status, problem.violations.map(({ field }) => field)]).toEqual([
      422,
      ['/nodes/1/id', '/nodes/2/id', '/nodes/3/manager/repId'],
    ]);
    expect(await get(`/v1/hierarchies/${made.hierarchyId}`)).toEqual(made);
  });
});

test('the outlines of a level hold the cells of its nodes, each in one', async () => {
  const tree = randomTree(3);
  const { answer: made } = await create(tree);
  for (const level of tree.levels) {
    const path = `/v1/hierarchies/${made.hierarchyId}/nodes?level=${level}&resolution=${layout.resolution.finest}`;
    const { features } = await get<{ features: OutlineFeature[] }>(path, { accept: 'application/geo+json' });
    const own = made.nodes.filter((node) => node.level === level);
    expect(features.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
    expect(features.map(({ properties }) => properties.sums)).toEqual(own.map(({ sums }) => sums));
    const outlines = new OutlineOwners(features);
    for (const { id, territories } of own) {
      for (const cell of territories.flatMap((territory) => cells.get(territory) ?? [])) {
        const [lat, lng] = cellToLatLng(cell);
        expect([cell, outlines.ownersAt(lat, lng)]).toEqual([cell, [id]]);
      }
    }
  }
  const unknown = await workspace.fetch(`/v1/hierarchies/${made.hierarchyId}/nodes?level=sector`);
  expect(unknown.status).toBe(400);
});

describe('carried over', () => {
  test('a tree stays over the same territories of a rebalanced layout, with their sums of now', async () => {
    const tree = randomTree(4);
    const { answer: made } = await create(tree);
    const asked = { budget: { metric: 'accounts', share: 0.2 }, balance: { accounts: 0.1 }, effort: 'fast' };
    const path = `/v1/layouts/${layout.layoutId}/rebalance`;
    const { answer: later } = await post<SolvedAnswer>(workspace, path, asked);
    expect(later.layoutId).not.toBe(layout.layoutId);
    const { layoutId } = later;
    const { status, answer } = await post<HierarchyAnswer>(workspace, `/v1/hierarchies/${made.hierarchyId}/carry`, {
      layoutId,
    });
    expect(status).toBe(201);
    expect(answer).toMatchObject({ layoutId, levels: made.levels });
    expect(answer.origin).toEqual({
      kind: 'carried',
      from: made.hierarchyId,
      fromLayout: layout.layoutId,
      decided: { kept: TERRITORIES, added: [], addedCount: 0, dropped: [], droppedCount: 0 },
    });
    const plain = ({ id, name, parent, manager, children }: MeasuredParent) => ({
      id,
      name,
      parent,
      manager,
      children,
    });
    expect(answer.nodes.map(plain)).toEqual(made.nodes.map(plain));
    for (const { territories, sums } of answer.nodes) {
      const own = later.territories.filter(({ id }) => territories.includes(id));
      expect(sums.accounts).toBe(own.reduce((sum, { accounts }) => sum + accounts, 0));
    }
  });

  test('it is refused for a layout of another plan, and with parents left without a child', async () => {
    const { answer: made } = await create(randomTree(1));
    const path = `/v1/hierarchies/${made.hierarchyId}/carry`;
    const other = await createPlan(workspace);
    await upload(workspace, other, toCsv(ACCOUNTS.slice(0, 100)));
    const asked = { territories: 2, effort: 'fast' };
    const foreign = await post<SolvedAnswer>(workspace, `/v1/plans/${other}/layouts`, asked);
    const refused = await post<ProblemAnswer>(workspace, path, { layoutId: foreign.answer.layoutId });
    expect([refused.status, refused.answer.violations[0]?.detail]).toMatchObject([422, /^is a layout of another plan/]);
    const small = await post<SolvedAnswer>(workspace, `/v1/plans/${planId}/layouts`, asked);
    const bare = await post<ProblemAnswer>(workspace, path, { layoutId: small.answer.layoutId });
    const left = made.nodes.filter(({ territories }) => !territories.includes('t1') && !territories.includes('t2'));
    expect([bare.status, bare.answer.violations.map(({ value }) => value)]).toEqual([422, left.map(({ id }) => id)]);
    expect(left.length).toBeGreaterThan(0);
  });
});

test('a deleted plan takes the hierarchies of its layouts with it', async () => {
  const doomed = await createPlan(workspace);
  await upload(workspace, doomed, toCsv(ACCOUNTS.slice(100, 160)));
  const asked = { territories: 1, effort: 'fast' };
  const { answer: own } = await post<SolvedAnswer>(workspace, `/v1/plans/${doomed}/layouts`, asked);
  const one = {
    levels: ['district'],
    nodes: [{ id: 'd', name: 'D', level: 'district' }],
    territories: { t1: 'd' },
  };
  const { hierarchyId } = (await create(one, own.layoutId)).answer;
  const rows = async () =>
    env.DB.prepare(
      'SELECT (SELECT count(*) FROM hierarchies WHERE hierarchy_id = ?1) + (SELECT count(*) FROM hierarchy_parents WHERE hierarchy_id = ?1) AS n',
    )
      .bind(hierarchyId)
      .first<number>('n');
  expect(await rows()).toBe(2);
  expect((await workspace.fetch(`/v1/plans/${doomed}`, { method: 'DELETE' })).status).toBe(204);
  expect([(await workspace.fetch(`/v1/hierarchies/${hierarchyId}`)).status, await rows()]).toEqual([404, 0]);
});
