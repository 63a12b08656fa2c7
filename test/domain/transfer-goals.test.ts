import { describe, expect, test } from 'vitest';
import { followAccounts } from '../../src/domain/follow-accounts.ts';
import type { Goal } from '../../src/domain/goal.ts';
import { transferGoals } from '../../src/domain/transfer-goals.ts';

const YEAR = { start: '2027-01-01', due: '2027-12-31' };

function goalOf(territoryId: string, target: number, more: Partial<Goal> = {}): Goal {
  return {
    ...{ goalId: `goal_${territoryId}`, subject: { territoryId }, metric: 'revenue', weightMetric: null, target },
    ...{ unit: 'EUR', step: 1, ...YEAR, owner: null, note: '', origin: { kind: 'set' }, createdAt: '', version: 1 },
    ...more,
  };
}

const random = (() => {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
})();
const upTo = (count: number) => Math.floor(random() * count);
const dayAt = (at: number) => new Date(Date.UTC(2027, 0, 1 + at)).toISOString().slice(0, 10);

describe('the goal of a territory', () => {
  test('gives what is left by date times what is left by value', () => {
    const given = { accounts: 10, value: 200, moved: [{ territoryId: 't2', accounts: 3, value: 50 }] };
    const amountOn = (day: string, target = 3650, step = 1) =>
      followAccounts({ ...YEAR, target, step }, given, day)[0]?.amount;
    // 365, 184 and 1 of 365 days are left, and a quarter of the value goes.
    expect(amountOn('2027-01-01')).toBe(913);
    expect(amountOn('2027-07-01')).toBe(460);
    expect(amountOn('2027-12-31')).toBe(3);
    expect(amountOn('2026-11-01')).toBe(913);
    expect(amountOn('2028-01-01')).toBe(0);
    expect(amountOn('2027-07-01', 4000, 100)).toBe(500);
  });

  test('goes as a whole where all accounts go before it begins', () => {
    const moved = [
      { territoryId: 't2', accounts: 1, value: 0.1 },
      { territoryId: 't3', accounts: 1, value: 0.2 },
    ];
    const shares = followAccounts({ ...YEAR, target: 100, step: 1 }, { accounts: 2, value: 0.3, moved }, '2027-01-01');
    expect(shares.map(({ amount }) => amount)).toEqual([33, 67]);
  });

  test('follows the number of accounts where they have no value', () => {
    const given = { accounts: 4, value: 0, moved: [{ territoryId: 't2', accounts: 1, value: 0 }] };
    expect(followAccounts({ ...YEAR, target: 100, step: 1 }, given, '2027-01-01')[0]?.amount).toBe(25);
  });

  test('is received by the goal that counts the same over the same days, and by no other', () => {
    const goals = [
      goalOf('t1', 100),
      goalOf('t2', 10, { goalId: 'other', due: '2027-06-30' }),
      goalOf('t2', 10),
      goalOf('t1', 50, { goalId: 'visits', metric: 'visits', unit: 'visits' }),
    ];
    const given = { accounts: 2, value: 2, moved: [{ territoryId: 't2', accounts: 1, value: 1 }] };
    const moves = transferGoals(goals, (territoryId) => (territoryId === 't1' ? given : null), '2027-01-01');
    expect(moves.map(({ from, to, given: { amount } }) => [from.goalId, to?.goalId ?? null, amount])).toEqual([
      ['goal_t1', 'goal_t2', 50],
      ['visits', null, 25],
    ]);
  });
});

test('the sum of goals stays for any order of moves, and no goal falls below 0: 300 random histories', () => {
  for (let round = 0; round < 300; round++) {
    const step = [1, 10, 500][upTo(3)] ?? 1;
    const territories = 2 + upTo(6);
    let goals = Array.from({ length: territories }, (_, at) => goalOf(`t${at}`, upTo(10_000) * step, { step }));
    const sum = () => goals.reduce((all, { target }) => all + target, 0);
    const before = sum();
    const accounts = Array.from({ length: 5 + upTo(60) }, () => ({
      territory: upTo(territories + 1),
      value: random() < 0.2 ? 0 : random() * 1000,
    }));
    for (let move = 0; move < 12; move++) {
      // Any order: later days before earlier ones, too, and accounts that go to a territory without a goal.
      const day = dayAt(upTo(420) - 30);
      const to = accounts.map(({ territory }) => (random() < 0.3 ? upTo(territories + 2) : territory));
      const moves = transferGoals(
        goals,
        (territoryId) => {
          const own = accounts.flatMap((one, at) => (`t${one.territory}` === territoryId ? [{ ...one, at }] : []));
          const byTerritory = new Map<string, { territoryId: string; accounts: number; value: number }>();
          for (const { at, territory, value } of own) {
            if (to[at] === territory) continue;
            const key = `t${to[at]}`;
            const moved = byTerritory.get(key) ?? { territoryId: key, accounts: 0, value: 0 };
            byTerritory.set(key, { territoryId: key, accounts: moved.accounts + 1, value: moved.value + value });
          }
          const value = own.reduce((all, one) => all + one.value, 0);
          return { accounts: own.length, value, moved: [...byTerritory.values()] };
        },
        day,
      );
      for (const { from, to: receiver, given } of moves) {
        expect(given.amount % step).toBe(0);
        if (receiver === null && !goals.some(({ goalId }) => goalId === `goal_${given.territoryId}`)) {
          goals.push(goalOf(given.territoryId, 0, { step }));
        }
        const received = receiver?.goalId ?? `goal_${given.territoryId}`;
        goals = goals.map((goal) => {
          const delta =
            (goal.goalId === received ? given.amount : 0) - (goal.goalId === from.goalId ? given.amount : 0);
          return { ...goal, target: goal.target + delta };
        });
      }
      accounts.forEach((account, at) => {
        account.territory = to[at] ?? 0;
      });
      expect(sum()).toBe(before);
      expect(goals.every(({ target }) => target >= 0)).toBe(true);
    }
  }
});
