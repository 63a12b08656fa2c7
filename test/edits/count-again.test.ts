import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { countAgain } from '../../src/application/count-again.ts';
import { createLayout } from '../../src/application/create-layout.ts';
import type { Resolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { leafOf } from '../../src/domain/leaf-table.ts';
import { wirePorts } from '../../src/wiring.ts';
import { scatterAccounts, toCsv } from '../fixtures/scatter-accounts.ts';
import { createPlan, openWorkspace } from '../open-workspace.ts';
import { upload } from '../solve-by-job.ts';

const ports = wirePorts(env);
const EVERYTHING = { all: true, add: null, reps: null } as const;

test('a count after accounts moved inside their leaf is another layout, with measures of where they stand', async () => {
  const workspace = await openWorkspace();
  const { workspaceId } = workspace;
  const rows = scatterAccounts({ count: 60, seed: 4, west: 2, south: 46, widthDeg: 2, heightDeg: 1 });
  const planId = await createPlan(workspace, { defaults: { finestResolution: 8 } });
  await upload(workspace, planId, toCsv(rows));
  const cover = { resolution: 4 as Resolution, baseResolution: null, splitShare: 0.05, fillDistanceKm: null };
  const asked = { territories: 3, balance: { revenue: 0.3 }, seed: 1, effort: 'fast' as const, cover };
  const { layout, leaves } = await createLayout(ports, workspaceId, planId, asked);
  const count = () => countAgain(ports, workspaceId, planId, layout.layoutId, EVERYTHING);
  const before = await count();
  expect((await count()).recorded).toBe(true);
  const at = (lat: number, lng: number) => cellNumber(cellAt(lat, lng, 8 as Resolution));
  const shifted = rows.map((row) => ({ ...row, lat: row.lat + 0.03 }));
  const stays = (i: number) => {
    const [old, now] = [rows[i], shifted[i]].map((row) => leafOf(leaves.cells, at(row?.lat ?? 0, row?.lng ?? 0)));
    return old === now;
  };
  const moved = rows.map((row, i) => (stays(i) ? (shifted[i] ?? row) : row));
  expect(moved.filter((row, i) => row !== rows[i]).length).toBeGreaterThan(10);
  await upload(workspace, planId, toCsv(moved));
  const after = await count();
  expect(after.leaves).toEqual(before.leaves);
  expect(after.recorded).toBe(false);
  expect(after.layout.layoutId).not.toBe(before.layout.layoutId);
  expect(after.layout.totals.momentOfInertia).not.toBe(before.layout.totals.momentOfInertia);
});
