import { describe, expect, test } from 'vitest';
import { relativeScore, scoreTerritories, serviceScore } from '../../src/domain/quality.ts';
import { DEFAULT_QUALITY_WEIGHTS, QUALITY_PARTS, type QualityWeights } from '../../src/domain/quality-weights.ts';
import type { TerritoryFacts } from '../../src/domain/territory-facts.ts';
import { Dice } from '../fuzz/dice.ts';

const CASES = 100;

/** Territories with amounts of any size, zeros among them. */
function randomFacts(dice: Dice): TerritoryFacts[] {
  const scale = 10 ** dice.whole(-3, 9);
  const amount = () => (dice.chance(0.2) ? 0 : dice.next() * scale);
  const facts = Array.from({ length: dice.whole(1, 12) }, (_, at) => {
    const accounts = dice.whole(0, 50);
    return {
      ...{ id: `t${at}`, name: `T ${at}`, accounts },
      statuses: { customer: accounts, prospect: 0, dormant: 0, unknown: 0 },
      ...{ value: amount(), potential: amount() },
      current: { accounts: dice.whole(0, accounts), value: amount() },
      toWin: { accounts: dice.whole(0, accounts), room: amount() },
      ...{ dormantPotential: 0, prospectsNearby: 0, valueWithoutRep: 0, largestValues: 0 },
      workload: { hours: dice.chance(0.2) ? 0 : dice.next() * 300, visits: 0, travel: 0 },
      rep: dice.chance(0.2) ? null : { repId: 'rep', capacityHours: dice.chance(0.2) ? null : dice.next() * 200 },
      lackingSkills: dice.whole(0, accounts),
    };
  });
  const none = dice.chance(0.1);
  return facts.map((one) => (none ? { ...one, potential: 0 } : one));
}

function randomWeights(dice: Dice): QualityWeights {
  const weight = () => (dice.chance(0.3) ? 0 : dice.next() * 10);
  return { potential: weight(), customers: weight(), room: weight(), service: 0.1 + weight() };
}

function eachCase(check: (facts: TerritoryFacts[], weights: QualityWeights, dice: Dice) => void): void {
  for (let seed = 1; seed <= CASES; seed++) {
    const dice = new Dice(seed);
    check(randomFacts(dice), randomWeights(dice), dice);
  }
}

describe('scores', () => {
  test('and their parts are from 0 to 100, also where everything sums up to 0', () => {
    eachCase((facts, weights) => {
      for (const { score, parts } of scoreTerritories(facts, weights)) {
        for (const one of [score, ...QUALITY_PARTS.map((part) => parts[part].score)]) {
          if (one !== null) expect(one).toSatisfy((value: number) => value >= 0 && value <= 100.000001);
        }
      }
    });
    expect(relativeScore(0, 0)).toBe(50);
    expect(serviceScore(0, 0, 0, 0)).toBe(100);
  });

  test('never fall when a territory gets more potential, customers, room or capacity', () => {
    eachCase((facts, weights, dice) => {
      const at = dice.whole(0, facts.length - 1);
      const own = facts[at] as TerritoryFacts;
      const more = 10 ** dice.whole(-4, 9);
      const raised: TerritoryFacts[] = [
        { ...own, potential: (own.potential ?? 0) + more },
        { ...own, current: { ...own.current, value: own.current.value + more } },
        { ...own, toWin: { ...own.toWin, room: own.toWin.room + more } },
        {
          ...own,
          rep: own.rep?.capacityHours == null ? own.rep : { ...own.rep, capacityHours: own.rep.capacityHours + more },
        },
        { ...own, lackingSkills: Math.max(0, own.lackingSkills - 1) },
      ];
      const before = scoreTerritories(facts, weights)[at]?.score ?? 0;
      for (const one of raised) {
        const after = scoreTerritories(facts.with(at, one), weights)[at]?.score ?? 0;
        expect(after).toBeGreaterThanOrEqual(before - 1e-9);
      }
    });
  });

  test('are the same in another unit of the metrics, and with weights that are multiples', () => {
    eachCase((facts, weights) => {
      const other = facts.map((one) => ({
        ...one,
        potential: (one.potential ?? 0) * 1024,
        current: { ...one.current, value: one.current.value * 1024 },
        toWin: { ...one.toWin, room: one.toWin.room * 1024 },
      }));
      const times = Object.fromEntries(
        QUALITY_PARTS.map((part) => [part, weights[part] * 8]),
      ) as unknown as QualityWeights;
      const [given, changed] = [scoreTerritories(facts, weights), scoreTerritories(other, times)];
      given.forEach(({ score }, at) => {
        if (score === null) expect(changed[at]?.score).toBe(null);
        else expect(changed[at]?.score).toBeCloseTo(score, 6);
      });
    });
  });

  test('do not depend on the order of the territories', () => {
    eachCase((facts, weights) => {
      const back = scoreTerritories([...facts].reverse(), weights).reverse();
      scoreTerritories(facts, weights).forEach(({ score }, at) => {
        expect(back[at]?.score ?? -1).toBeCloseTo(score ?? -1, 6);
      });
    });
  });

  test('become what is told when the change that would raise them most is made, and no other change would raise them more', () => {
    eachCase((facts, weights) => {
      scoreTerritories(facts, weights).forEach(({ raise, score }, at) => {
        const own = facts[at] as TerritoryFacts;
        const most = (measure: (one: TerritoryFacts) => number) => Math.max(...facts.map(measure));
        const changes: Record<string, TerritoryFacts> = {
          potential: { ...own, potential: most((one) => one.potential ?? 0) },
          currentValue: { ...own, current: { ...own.current, value: most((one) => one.current.value) } },
          roomToWin: { ...own, toWin: { ...own.toWin, room: most((one) => one.toWin.room) } },
          ...(own.rep === null
            ? {}
            : {
                capacityHours: {
                  ...own,
                  rep:
                    own.rep.capacityHours === null
                      ? own.rep
                      : { ...own.rep, capacityHours: Math.max(own.rep.capacityHours, own.workload.hours) },
                },
                accountsLackingSkills: { ...own, lackingSkills: 0 },
              }),
        };
        let best = score ?? 0;
        for (const [input, changed] of Object.entries(changes)) {
          const becomes = scoreTerritories(facts.with(at, changed), weights)[at]?.score ?? 0;
          best = Math.max(best, becomes);
          if (raise?.input === input) expect(raise.scoreBecomes).toBeCloseTo(becomes, 6);
        }
        if (own.rep !== null) expect(raise?.scoreBecomes ?? score ?? 0).toBeCloseTo(best, 6);
        if (raise !== null) expect(raise.gain).toBeGreaterThan(0);
      });
    });
  });
});

test('a metric that the plan does not name leaves its part out, or has accounts counted instead', () => {
  const dice = new Dice(1);
  const facts = randomFacts(dice).map((one) => ({ ...one, potential: null, value: null }));
  for (const { parts, weights } of scoreTerritories(facts, DEFAULT_QUALITY_WEIGHTS)) {
    expect(parts.potential).toMatchObject({ score: null, reason: 'the plan names no potentialMetric' });
    expect(weights.potential).toBe(0);
    expect(Object.keys(parts.customers.inputs)).toEqual(['currentCustomers', 'layoutMean']);
    expect(Object.keys(parts.room.inputs)).toEqual(['accountsToWin', 'layoutMean']);
  }
});

test('where nothing that is weighed is known, there is no score', () => {
  const facts = randomFacts(new Dice(2)).map((one) => ({ ...one, potential: null }));
  const weights = { potential: 1, customers: 0, room: 0, service: 0 };
  for (const one of scoreTerritories(facts, weights)) expect(one).toMatchObject({ score: null, raise: null });
});
