import { gridDisk, latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { travelMinutesPerVisit } from '../../src/domain/travel-estimate.ts';

function cellsOf(ids: string[]): BigUint64Array {
  return BigUint64Array.from(ids, (id) => cellNumber(id as Cell)).sort();
}

test('four times as many places on the same land halve the way to the next', () => {
  const cells = cellsOf(gridDisk(latLngToCell(40, -100, 7), 12));
  const thin = travelMinutesPerVisit(cells, new Float64Array(cells.length).fill(8));
  const dense = travelMinutesPerVisit(cells, new Float64Array(cells.length).fill(32));
  thin.forEach((minutes, at) => {
    expect(minutes / (dense[at] as number)).toBeCloseTo(2, 9);
  });
  // Eight places on 5.16 km2: 0.7124 * 1.3 * sqrt(5.16 / 8) km at 40 km/h.
  expect(thin[0]).toBeCloseTo(1.116, 3);
});

test('lone places are far apart, but never more than an hour', () => {
  const far = cellsOf([latLngToCell(40, -100, 7), latLngToCell(-30, 140, 7), latLngToCell(60, 20, 7)]);
  expect(Array.from(travelMinutesPerVisit(far, Float64Array.of(1, 1, 1)))).toEqual([60, 60, 60]);
  const near = cellsOf(gridDisk(latLngToCell(40, -100, 7), 1));
  for (const minutes of travelMinutesPerVisit(near, new Float64Array(near.length).fill(1))) {
    expect(minutes).toBeLessThanOrEqual(60);
  }
});

test('places that nobody visits count for nothing', () => {
  const cells = cellsOf(gridDisk(latLngToCell(40, -100, 7), 12));
  const every = travelMinutesPerVisit(cells, new Float64Array(cells.length).fill(1));
  const few = Float64Array.from(cells, (_, at) => (at % 4 === 0 ? 1 : 0));
  const mean = (all: Float64Array) => all.reduce((sum, one) => sum + one, 0) / all.length;
  expect(mean(travelMinutesPerVisit(cells, few)) / mean(every)).toBeGreaterThan(1.5);
});
