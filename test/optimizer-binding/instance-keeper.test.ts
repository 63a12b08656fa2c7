import { getRes0Cells } from 'h3-js';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/domain/failure.ts';
import { InstanceKeeper } from '../../src/optimizer-binding/instance-keeper.ts';
import type { LayoutSolve, OptimizerInstance } from '../../src/optimizer-binding/load-optimizer.ts';
import { startInstance } from '../../src/optimizer-binding/load-optimizer.ts';
import { WasmOptimizer } from '../../src/optimizer-binding/wasm-optimizer.ts';

/** What a trap inside of wasm throws. */
const trap = () => {
  throw new WebAssembly.RuntimeError('unreachable');
};

/** Instances that count how often they were started and forgotten, with memory of a stated size. */
function fakeInstances(memoryMiB: number) {
  const log: string[] = [];
  let started = 0;
  const start = () => {
    const name = `instance ${++started}`;
    log.push(`start ${name}`);
    const memory = { buffer: { byteLength: memoryMiB * 1024 * 1024 } } as WebAssembly.Memory;
    return { memory, engine: () => name, forget: () => log.push(`forget ${name}`) } as unknown as OptimizerInstance;
  };
  return { keeper: new InstanceKeeper(start), log };
}

function fakeHandle(log: string[], name: string): LayoutSolve {
  return {
    advance: () => 0.5,
    free: () => log.push(`free ${name}`),
    __destroy_into_raw: () => log.push(`disown ${name}`),
  } as unknown as LayoutSolve;
}

describe('an instance', () => {
  test('serves call after call', () => {
    const { keeper, log } = fakeInstances(1);
    expect([1, 2, 3].map(() => keeper.call((instance) => instance.engine()))).toEqual(Array(3).fill('instance 1'));
    expect(log).toEqual(['start instance 1']);
  });

  test('that trapped is never used again, and its solves fail with what to do', () => {
    const { keeper, log } = fakeInstances(64);
    const [mine, theirs] = keeper.call(() => [
      keeper.open(fakeHandle(log, 'mine')),
      keeper.open(fakeHandle(log, 'theirs')),
    ]);
    if (mine === undefined || theirs === undefined) throw new Error('two solves are open');
    const exhausted = expect.objectContaining({
      kind: 'solve-out-of-memory',
      message: expect.stringContaining('coarser baseResolution'),
    });
    expect(() => keeper.use(mine, trap)).toThrow(exhausted);
    expect(() => keeper.use(theirs, (handle) => handle.advance())).toThrow(exhausted);
    keeper.close(mine);
    keeper.close(theirs);
    expect(keeper.call((instance) => instance.engine())).toBe('instance 2');
    expect(log.filter((entry) => entry.includes('free'))).toEqual([]);
    expect(log).toEqual(
      expect.arrayContaining(['disown mine', 'disown theirs', 'forget instance 1', 'start instance 2']),
    );
  });

  test('that trapped with little memory in use has a defect, which is not the caller’s', () => {
    const { keeper } = fakeInstances(2);
    expect(() => keeper.call(trap)).toThrow(WebAssembly.RuntimeError);
    expect(keeper.call((instance) => instance.engine())).toBe('instance 2');
  });

  test('that has grown large goes when the last solve is closed, so that its memory comes back', () => {
    const { keeper, log } = fakeInstances(40);
    const first = keeper.call(() => keeper.open(fakeHandle(log, 'first')));
    const second = keeper.call(() => keeper.open(fakeHandle(log, 'second')));
    keeper.close(first);
    expect(keeper.use(second, (handle) => handle.advance())).toBe(0.5);
    expect(log).not.toContain('forget instance 1');
    keeper.close(second);
    keeper.close(second);
    expect(log).toEqual(['start instance 1', 'free first', 'free second', 'forget instance 1']);
  });

  test('keeps a solve that is under way, and closes one that was abandoned', () => {
    const { keeper, log } = fakeInstances(1);
    const abandoned = keeper.call(() => keeper.open(fakeHandle(log, 'abandoned')));
    const underWay = keeper.call(() => keeper.open(fakeHandle(log, 'under way')));
    abandoned.lastUsedMs = Date.now() - 120_000;
    keeper.closeAbandoned();
    expect(log).toContain('free abandoned');
    expect(keeper.use(underWay, (handle) => handle.advance())).toBe(0.5);
  });
});

describe('the optimizer in wasm', () => {
  const cells = { cells: BigUint64Array.of(0x8928308280fffffn), metrics: ['accounts'], sums: Float64Array.of(1) };
  const options = {
    territories: 1,
    tolerances: [0.1],
    weightMetric: 0,
    seed: 1,
    effort: 'fast',
    baseResolution: null,
    split: true,
    splitShare: 0.02,
    fillDistanceKm: null,
    budget: null,
  } as const;

  test('refuses a problem that has no layout with the field and the remedy', () => {
    const start = () =>
      new WasmOptimizer().startSolve({ cells, finestResolution: 9 as never, options: { ...options, territories: 2 } });
    expect(start).toThrow(Failure);
    expect(start).toThrow(
      expect.objectContaining({
        kind: 'invalid-problem',
        violations: [expect.objectContaining({ field: 'territories' })],
      }),
    );
  });

  test('works on after its instance was forgotten in the middle of a solve', () => {
    const keeper = new InstanceKeeper(startInstance);
    const optimizer = new WasmOptimizer(keeper);
    const lost = optimizer.startSolve({ cells, finestResolution: 9 as never, options });
    expect(() => keeper.call(trap)).toThrow();
    expect(() => lost.advance()).toThrow(expect.objectContaining({ kind: 'solve-out-of-memory' }));
    lost.free();
    const solve = optimizer.startSolve({ cells, finestResolution: 9 as never, options });
    while (solve.advance() < 1);
    expect(solve.finish().report.feasible).toBe(true);
    solve.free();
  });

  test('refuses a drawing that would be too fine, which is no defect', () => {
    const leaves = BigUint64Array.from(getRes0Cells(), (cell) => BigInt(`0x${cell}`));
    const owners = Uint32Array.from(leaves, (_, leaf) => leaf);
    expect(() => new WasmOptimizer().drawOutlines({ leaves, owners, resolution: 11 as never })).toThrow(
      expect.objectContaining({ kind: expect.stringMatching(/^(invalid-problem|solve-out-of-memory)$/) }),
    );
  });
});
