import { describe, expect, test } from 'vitest';
import { describeViolation } from '../../src/application/describe-violation.ts';
import type { LayoutProblem } from '../../src/application/layout-problem.ts';
import { type Territory, violationKinds } from '../../src/domain/layout.ts';

const problem = {
  cells: { metrics: ['accounts', 'revenue'] },
  request: { balance: { revenue: 0.1 } },
  start: { budget: { metric: 'revenue', share: 0.05 } },
} as unknown as LayoutProblem;

const territories = [{ id: 't1', sums: {}, targets: {}, deviations: {} }] as unknown as Territory[];

describe('what a layout does not keep is said in words', () => {
  test.each(violationKinds)('%s, with everything known and with nothing', (kind) => {
    const known = { kind, territory: 0, metric: 1, cell: '842a107ffffffff', amount: 0.25 };
    const blank = { kind, territory: null, metric: null, cell: null, amount: null };
    for (const violation of [known, blank]) {
      const { detail, remedy } = describeViolation(violation, problem, territories);
      expect(detail).toMatch(/^\S.*\S$/);
      expect(detail + remedy).not.toMatch(/undefined|null|NaN/);
      expect(remedy.length).toBeGreaterThan(5);
    }
  });

  test('a budget too small says the least that would do', () => {
    const violation = { kind: 'budget-too-small', territory: null, metric: 1, cell: null, amount: 0.25 } as const;
    const { remedy } = describeViolation(violation, problem, territories);
    expect(remedy).toBe('allow 25 % of revenue or more to move, or widen the tolerances');
  });

  test('an uneven mix says how far around, what ratio is there and what the tolerances ask for', () => {
    const mix = { per: 0, ratio: 0.724, allowed: 0.857, lack: 0.2251, radiusKm: 187.2 };
    const violation = {
      kind: 'uneven-mix',
      territory: 0,
      metric: 1,
      cell: '842a107ffffffff',
      amount: 0.24,
      mix,
    } as const;
    expect(describeViolation(violation, problem, territories)).toMatchObject({
      detail:
        'up to 188 km from cell 842a107ffffffff there is 0.72 of a target of revenue for each target of accounts, where the tolerances ask for 0.86: 0.23 targets must come from beyond',
      remedy:
        'widen the tolerance of revenue to 24 %, which takes what lies there as it is, or search longer with effort=best',
    });
  });
});
