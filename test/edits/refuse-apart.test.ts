import { env } from 'cloudflare:workers';
import { cellToCenterChild, cellToChildren, cellToParent, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { editLayout } from '../../src/application/edit-layout.ts';
import type { Cell } from '../../src/domain/cell.ts';
import { Failure } from '../../src/domain/failure.ts';
import { wirePorts } from '../../src/wiring.ts';
import { keepLayout } from './keep-layout.ts';

const ports = wirePorts(env);

test('an edit that is to keep territories in one piece names all that it breaks, however many', async () => {
  // A hundred and forty-seven territories of forty-nine cells each.
  const wholes = cellToChildren(latLngToCell(46, 3, 2), 3)
    .slice(0, 3)
    .flatMap((cell) => cellToChildren(cell, 5));
  const owners = wholes.flatMap((whole) => cellToChildren(whole, 7).map((cell): [string, string] => [cell, whole]));
  const layoutId = await keepLayout(ports, 'w-apart', new Map(owners));
  const far = (at: number) => wholes[(at + 49) % wholes.length] ?? '';
  const edits = wholes.slice(0, 120).map((to, at) => ({
    ...{ kind: 'assign' as const, to, cells: [cellToCenterChild(far(at), 7) as Cell] },
  }));
  expect(edits.every(({ to, cells: [cell = ''] }) => cellToParent(cell, 3) !== cellToParent(to, 3))).toBe(true);
  const edit = (contiguity: 'report' | 'refuse') =>
    editLayout(ports, 'w-apart', layoutId, { planId: null, edits, contiguity, remarks: {} });
  const refused = async () => {
    const error = await edit('refuse').catch((thrown: unknown) => thrown);
    return error instanceof Failure ? error.violations.map(({ value }) => value) : error;
  };
  const all = edits.map(({ to }) => to).toSorted();
  expect(((await refused()) as string[]).toSorted()).toEqual(all);
  const { layout } = await edit('report');
  expect(layout.edit?.broke).toHaveLength(100);
  // It is on record now, and tells a hundred of them.
  expect(((await refused()) as string[]).toSorted()).toEqual(all);
});
