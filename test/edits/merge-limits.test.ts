import { env } from 'cloudflare:workers';
import { cellToChildren, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { mergeLayouts } from '../../src/application/merge-layouts.ts';
import { expectMergeFits } from '../../src/application/merge-limits.ts';
import type { LayoutId } from '../../src/domain/layout.ts';
import { wirePorts } from '../../src/wiring.ts';
import { keepLayout } from './keep-layout.ts';

const ports = wirePorts(env);
const PARENTS = cellToChildren(latLngToCell(46, 3, 2), 3).slice(0, 2);

const keep = (owners: ReadonlyMap<string, string>, metrics?: string[]) => keepLayout(ports, 'w-merge', owners, metrics);

const merge = (base: LayoutId | null, ours: LayoutId, theirs: LayoutId) =>
  mergeLayouts(ports, 'w-merge', ours, { with: theirs, base, prefer: null, planId: null, remarks: {} });

const refusal = (field: string, value: string, detail: string) => ({
  kind: 'invalid-problem',
  violations: [{ field, value, detail: expect.stringContaining(detail) }],
});

test('a merge has a thousand territories at most', async () => {
  const cells = PARENTS.flatMap((cell) => cellToChildren(cell, 7)).slice(0, 1_200);
  const owned = (named: (at: number) => string | null) =>
    keep(new Map(cells.map((cell, at) => [cell, named(at) ?? 'whole'])));
  const base = await owned(() => null);
  const ours = await owned((at) => (at < 500 ? `a${at}` : null));
  const [fits, many] = [
    await owned((at) => (at < 701 ? null : `b${at}`)),
    await owned((at) => (at < 700 ? null : `b${at}`)),
  ];
  expect((await merge(base, ours, fits)).layout.territories).toHaveLength(1_000);
  await expect(merge(base, ours, many)).rejects.toMatchObject(refusal('/with', many, 'make 1001 territories together'));
});

test('a merge has two hundred thousand cells at most', () => {
  const theirs = `lay_${'z'.repeat(52)}` as LayoutId;
  expect(() => expectMergeFits(theirs, 200_000, 1_000)).not.toThrow();
  expect(() => expectMergeFits(theirs, 200_001, 1_000)).toThrow('make 200001 cells together');
});

test('other metrics are blamed on the layout that has them', async () => {
  const [one = '', other = ''] = PARENTS;
  const owned = (metrics: string[]) => keep(new Map([one, other].map((cell) => [cell, 'whole'])), metrics);
  const [a, b] = [await owned(['accounts']), await owned(['accounts'])];
  const strange = await owned(['accounts', 'revenue']);
  await expect(merge(strange, a, b)).rejects.toMatchObject(refusal('/base', strange, 'has other metrics'));
  await expect(merge(a, b, strange)).rejects.toMatchObject(refusal('/with', strange, 'has other metrics'));
});
