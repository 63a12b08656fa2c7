import { expect, test } from 'vitest';
import type { CellSums } from '../../src/application/cell-sums.ts';
import type { Ports } from '../../src/application/ports.ts';
import { sumByCell } from '../../src/application/sum-by-cell.ts';
import type { Plan } from '../../src/domain/plan.ts';

const PLAN = { planId: 'pln_test', metrics: ['v'] } as unknown as Plan;

/** Three pages of two cells; who is visited shows from the page `visited` on. */
function portsOf(counted: number, visited: number): Ports {
  async function* cellPages(): AsyncGenerator<CellSums> {
    for (let page = 0; page < 3; page++) {
      const first = page * 2;
      yield {
        cells: BigUint64Array.of(BigInt(first), BigInt(first + 1)),
        metrics: ['accounts', 'v'],
        sums: Float64Array.of(1, first, 1, first + 1),
        visits: page < visited ? new Float64Array(6) : Float64Array.of(page, 20, 1, page, 30, 1),
      };
    }
  }
  return { accounts: { countCells: async () => counted, cellPages } } as unknown as Ports;
}

test.each([6, 5, 1, 0])('keeps every cell where %i of six were counted before they were read', async (counted) => {
  const { cells, metrics, sums, visits } = await sumByCell(portsOf(counted, 1), 'wsp_test', PLAN);
  expect([...cells]).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
  expect(metrics).toEqual(['accounts', 'v']);
  expect([...sums]).toEqual([1, 0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5]);
  expect([...visits]).toEqual([0, 0, 0, 0, 0, 0, 1, 20, 1, 1, 30, 1, 2, 20, 1, 2, 30, 1]);
});

test('holds no visits where nobody is visited', async () => {
  expect((await sumByCell(portsOf(6, 3), 'wsp_test', PLAN)).visits).toHaveLength(0);
});

test('is empty for a plan without accounts', async () => {
  const accounts = { countCells: async () => 0, async *cellPages() {} };
  const { cells, sums } = await sumByCell({ accounts } as unknown as Ports, 'wsp_test', PLAN);
  expect([cells.length, sums.length]).toEqual([0, 0]);
});
