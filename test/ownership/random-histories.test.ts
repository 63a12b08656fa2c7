import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { Dice } from '../fuzz/dice.ts';
import { later } from '../owned-plan.ts';
import { History, note, openPlan, told } from './random-history.ts';

/** `HEXALIGN_HISTORIES=300 vitest run test/ownership` tries as many as that; `101-300` those from one to another. */
const [LAST = 0, FIRST = 1] = env.HISTORIES.split('-').map(Number).reverse();
const HISTORIES = LAST - FIRST + 1;
const DEEDS = 14;
const QUESTIONS = 20;

test(
  `${HISTORIES} random histories: who is asked for owners answers what a replay of all that was acknowledged gives, also at the very moment of a switch`,
  async () => {
    for (let seed = FIRST; seed <= LAST; seed++) {
      const dice = new Dice(seed * 7919);
      const history = new History(dice, await openPlan());
      try {
        note(await history.publish());
        for (let deed = 0; deed < DEEDS; deed++) {
          await history.act();
          if (dice.chance(0.5)) await history.ask();
        }
        await later(30);
        for (let question = 0; question < QUESTIONS; question++) await history.ask();
      } catch (error) {
        throw new Error(`history ${seed}: ${(error as Error).message}`, { cause: error });
      }
    }
    console.log(JSON.stringify(Object.fromEntries([...told].sort())));
    // What nobody came by was not tried.
    const sources = ['named-account', 'rule', 'geography', 'catch-all', 'nothing-in-force', 'outside-cover'];
    const deeds = [
      'published',
      'scheduled',
      'withdrawn in force',
      'withdrawn before its time',
      'corrected',
      'named',
      'ruled',
      'moved',
    ];
    for (const one of HISTORIES < 20 ? [] : [...sources.map((source) => `by ${source}`), ...deeds]) {
      expect([one, (told.get(one) ?? 0) > 0]).toEqual([one, true]);
    }
  },
  Math.max(120_000, HISTORIES * 30_000),
);
