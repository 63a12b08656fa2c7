import { describe, expect, test } from 'vitest';
import { type AddressedProblem, addressLayout, parseLayoutId } from '../../src/domain/layout-id.ts';

const problem: AddressedProblem = {
  engine: 'hexalign-optimizer 0.1.0',
  cells: BigUint64Array.of(0x8928308280fffffn, 0x8928308280bffffn),
  metrics: ['accounts', 'revenue'],
  sums: Float64Array.of(1, 10.5, 2, 20),
  options: { territories: 2, tolerances: [0.1, null], seed: 1, effort: 'normal', baseResolution: null },
  current: null,
};
const current = {
  layoutId: 'lay_a',
  cells: BigUint64Array.of(0x8428309ffffffffn),
  territories: Uint32Array.of(0),
  named: [{ id: 't1', name: 'North', color: 0 }],
};

describe('a layout id', () => {
  test('is the same for the same problem, in any order of members', async () => {
    const { engine, ...others } = problem;
    expect(await addressLayout({ ...others, engine })).toBe(await addressLayout(problem));
  });

  test('is what the hashlib of Python works out of the same problem', async () => {
    expect(await addressLayout(problem)).toBe('lay_th5wwxmasz5ms5b42gtjkdsjgpoqtezsxzvfyfjyodylwl7hv2ra');
  });

  test.each([
    ['the engine', { engine: 'hexalign-optimizer 0.1.1' }],
    ['a cell', { cells: BigUint64Array.of(0x8928308280fffffn, 0x8928308280fffffn) }],
    ['a sum', { sums: Float64Array.of(1, 10.5, 2, 20.000001) }],
    ['the name of a metric', { metrics: ['accounts', 'potential'] }],
    ['the number of territories', { options: { ...problem.options, territories: 3 } }],
    ['the seed', { options: { ...problem.options, seed: 2 } }],
    ['a tolerance', { options: { ...problem.options, tolerances: [0.1, 0.1] } }],
    ['an option that was null', { options: { ...problem.options, baseResolution: 4 } }],
    ['a layout to start from', { current }],
  ])('changes with %s', async (_, change) => {
    expect(await addressLayout({ ...problem, ...change })).not.toBe(await addressLayout(problem));
  });

  test.each([
    ['the earlier layout', { layoutId: 'lay_b' }],
    ['a leaf of it', { cells: BigUint64Array.of(0x842830bffffffffn) }],
    ['a territory of it', { territories: Uint32Array.of(1) }],
    ['a name in it', { named: [{ id: 't1', name: 'South', color: 0 }] }],
  ])('of a rebalance changes with %s', async (_, change) => {
    const before = await addressLayout({ ...problem, current });
    expect(await addressLayout({ ...problem, current: { ...current, ...change } })).not.toBe(before);
  });

  test.each(['', 'lay_', 'lay_ABC', `lay_${'1'.repeat(52)}`, `x${'a'.repeat(56)}`])('is not %j', (text) => {
    expect(() => parseLayoutId(text)).toThrow('No layout has this id');
  });
});
