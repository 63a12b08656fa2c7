import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createLayout } from '../../src/application/create-layout.ts';
import { editLayout } from '../../src/application/edit-layout.ts';
import { mergeLayouts } from '../../src/application/merge-layouts.ts';
import { rebalanceLayout } from '../../src/application/rebalance-layout.ts';
import type { Resolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { Failure } from '../../src/domain/failure.ts';
import { wirePorts } from '../../src/wiring.ts';
import { scatterAccounts, seededRandom, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { upload } from '../solve-by-job.ts';
import { expectTouched } from './expect-touched.ts';
import { pick, type Random, randomEdits } from './random-edits.ts';
import { expectOneOwnerEach, expectRecounted, expectUntouched, type KnownAccount, type Whole } from './recounted.ts';

const ports = wirePorts(env);
const FINEST = 8 as Resolution;
const STEPS = 4;
/** `HEXALIGN_SEQUENCES=2000 vitest run test/edits` tries as many as that; `1001-2000` those from one to another. */
const [LAST = 0, FIRST = 1] = env.SEQUENCES.split('-').map(Number).reverse();
const SEQUENCES = LAST - FIRST + 1;

/** What was tried, and how often a territory was not touched by it. */
const tried = { edited: 0, rebalanced: 0, merged: 0, refused: 0, untouched: 0 };

interface Start {
  readonly workspaceId: string;
  readonly planId: string;
  readonly first: Whole;
  readonly accounts: readonly KnownAccount[];
}

/** A plan with a layout: a land, the antimeridian, the far north, and a place with islands. */
async function start(seed: number, [west, south, size]: readonly [number, number, number]): Promise<Start> {
  const workspace = await openWorkspace();
  const rows = scatterAccounts({ count: 45, seed, west, south, widthDeg: size, heightDeg: size / 2 });
  const planId = await createPlan(workspace, { defaults: { finestResolution: FINEST } });
  await upload(workspace, planId, toCsv(rows));
  const cover = { resolution: null, baseResolution: null, splitShare: 0.05, fillDistanceKm: null };
  const asked = { territories: 4, balance: { revenue: 0.3 }, seed, effort: 'fast', cover } as const;
  const first = await createLayout(ports, workspace.workspaceId, planId, asked);
  expect(first.leaves.cells.length).toBeGreaterThan(30);
  expect(first.leaves.cells.length).toBeLessThan(300);
  const accounts = rows.map(({ id, lat, lng, revenue, visits }) => {
    const sums = first.layout.metrics.map((name) => ({ accounts: 1, revenue, visits })[name] ?? 0);
    return { id, cell: cellNumber(cellAt(lat, lng, FINEST)), sums };
  });
  return { workspaceId: workspace.workspaceId, planId, first, accounts };
}

const starts = await Promise.all(
  (
    [
      [2, 46, 2],
      [178.9, -17, 2],
      [20, 69, 4],
      [-84, 33, 9],
    ] as const
  ).map((place, at) => start(at + 1, place)),
);

/** What was made, and the territories that must be as they were. */
interface Made {
  readonly made: Whole;
  readonly stay: readonly string[];
}

const othersThan = ({ layout }: Whole, ids: Iterable<string>): string[] => {
  const gone = new Set(ids);
  return layout.territories.map(({ id }) => id).filter((id) => !gone.has(id));
};

/** Random edits that can be carried out: what is wrong with others is told as such. */
async function edited(random: Random, { workspaceId, planId, accounts }: Start, from: Whole): Promise<Made | null> {
  const edits = randomEdits(random, from, accounts);
  const request = { planId, edits, contiguity: 'report', remarks: {} } as const;
  const made = await orRefused(editLayout(ports, workspaceId, from.layout.layoutId, request));
  if (made === null) return null;
  const touched = made.layout.edit?.touched ?? [];
  expectTouched(from, made, edits, accounts);
  return { made, stay: othersThan(from, touched) };
}

async function rebalanced(random: Random, { workspaceId, planId }: Start, from: Whole): Promise<Made | null> {
  const territories = [pick(random, from.layout.territories).id, pick(random, from.layout.territories).id];
  const budget = { metric: null, share: random() };
  const request = { planId, budget, balance: null, seed: 1, effort: 'fast', territories } as const;
  const made = await orRefused(rebalanceLayout(ports, workspaceId, from.layout.layoutId, request));
  if (made === null) return null;
  expect(made.layout.rebalance?.territories?.toSorted()).toEqual([...new Set(territories)].sort());
  return { made, stay: othersThan(from, territories) };
}

async function merged(random: Random, of: Start, from: Whole): Promise<Made | null> {
  const [ours, theirs] = [await edited(random, of, from), await edited(random, of, from)];
  if (ours === null || theirs === null) return null;
  const { workspaceId, planId } = of;
  const request = { with: theirs.made.layout.layoutId, base: null, planId, remarks: {} };
  const merge = (prefer: 'ours' | 'theirs' | null) =>
    mergeLayouts(ports, workspaceId, ours.made.layout.layoutId, { ...request, prefer });
  const stay = ours.stay.filter((id) => theirs.stay.includes(id));
  try {
    return { made: await merge(null), stay };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'merge-conflict') throw error;
    const made = await merge(pick(random, ['ours', 'theirs'] as const));
    expect(made.layout.merge).toMatchObject({ base: from.layout.layoutId, clashes: error.members.clashCount });
    return { made, stay };
  }
}

async function orRefused(made: Promise<Whole>): Promise<Whole | null> {
  try {
    return await made;
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'invalid-problem') throw error;
    return null;
  }
}

async function sequence(seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let warm = 0; warm < 5; warm++) random();
  const of = pick(random, starts);
  let whole: Whole = of.first;
  for (let step = 0; step < STEPS; step++) {
    const kind = pick(random, ['edited', 'edited', 'edited', 'merged', 'merged', 'rebalanced'] as const);
    const done = await { edited, merged, rebalanced }[kind](random, of, whole);
    tried[done === null ? 'refused' : kind]++;
    if (done === null) continue;
    const { made, stay } = done;
    expectOneOwnerEach(made, of.first.leaves);
    expectRecounted(made, of.accounts);
    expectUntouched(whole, made, stay, kind !== 'merged');
    tried.untouched += stay.length;
    whole = made;
  }
}

test(
  `${SEQUENCES} random sequences of edits, rebalances of parts and merges keep each place with one owner, the sums, and what was not touched`,
  async () => {
    for (let seed = FIRST; seed <= LAST; seed++) {
      await sequence(seed * 7919).catch((error: Error) => {
        throw new Error(`sequence ${seed}: ${error.message}`, { cause: error });
      });
    }
    console.log(JSON.stringify({ tried, leaves: starts.map(({ first }) => first.leaves.cells.length) }));
    expect(tried.untouched).toBeGreaterThan(SEQUENCES);
    expect(tried.refused).toBeLessThan(SEQUENCES * STEPS * 0.4);
  },
  Math.max(120_000, SEQUENCES * 6_000),
);
