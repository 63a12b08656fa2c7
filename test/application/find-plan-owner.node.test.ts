import { latLngToCell } from 'h3-js';
import { expect, test } from 'vitest';
import { findPlanOwner, type OwnedThing } from '../../src/application/find-plan-owner.ts';
import type { AccountOwnership } from '../../src/application/ownership-store.ts';
import type { Ports } from '../../src/application/ports.ts';
import type { Cell } from '../../src/domain/cell.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { Failure } from '../../src/domain/failure.ts';
import { Governance } from '../../src/domain/governance.ts';
import type { Statement } from '../../src/domain/timeline.ts';
import { Dice } from '../fuzz/dice.ts';
import { END, LAYOUTS, madeHistory, PLACES, type Recorded, replay, territoryOf } from '../made-history.ts';

const HISTORIES = 10_000;
const QUESTIONS = 6;
/** One cell for each place, ascending. */
const CELLS = [10, 20, 30, 40].map((lng) => latLngToCell(48, lng, 3) as Cell).sort();

const layouts = Array.from({ length: LAYOUTS }, (_, layout) => {
  const held = CELLS.flatMap((cell, place) => {
    const territory = territoryOf(layout, place);
    return territory === null ? [] : [{ cell: cellNumber(cell), territory: Number(territory.slice(1)) }];
  });
  return {
    layout: {
      layoutId: `lay_${layout}`,
      resolution: { base: 3, finest: 3 },
      territories: Array.from({ length: layout + 1 }, (_, at) => ({ id: `t${at}`, name: `T${at}` })),
    },
    leaves: {
      cells: BigUint64Array.from(held, ({ cell }) => cell),
      territories: Uint32Array.from(held, ({ territory }) => territory),
      sums: new Float64Array(0),
    },
  };
});

/** The history as the record would give it. */
function portsOf(history: readonly Recorded[], segment: string, leftMs: number, start: number): Ports {
  const governance = new Governance();
  const named: Statement<{ accountId: string; line: null; owner: never }>[] = [];
  const earlier: { untilMs: number; cell: Cell }[] = [];
  let cell = CELLS[start] as Cell;
  for (const one of history) {
    if ('movedTo' in one) {
      earlier.push({ untilMs: one.ms, cell });
      cell = CELLS[one.movedTo] as Cell;
      continue;
    }
    const { seq, ms, event } = one;
    governance.add({ seq, recordedMs: ms, keyId: 'k', event, previous: '', digest: '' });
    if (event.kind !== 'accounts-named') continue;
    const { fromMs, untilMs, isCorrection, owner } = event;
    const subject = { accountId: 'a', line: null, owner: owner as never };
    named.push({ seq, recordedMs: ms, fromMs, untilMs, isCorrection, voidedMs: null, subject });
  }
  const traits = { segment, productLines: [], size: null, status: null, requiredSkills: [], attributes: {} };
  const account: AccountOwnership = { accountId: 'a', traits, cell, earlier, named };
  const reps = new Map(['r0', 'r1', 'r2'].map((id) => [id, { name: id, leftMs: id === 'r1' ? leftMs : null }]));
  const one = (layoutId: string) => layouts[Number(layoutId.slice(4))];
  return {
    ownership: {
      load: async () => ({ governance, reps, catchAll: null, finestResolution: 3, asOfMs: Date.now() }),
      account: async () => account,
    },
    layouts: {
      findInForce: async (_: string, layoutId: string) => one(layoutId)?.layout,
      leavesToHold: async (_: string, { layoutId }: { layoutId: string }) => one(layoutId)?.leaves,
      leaves: async () => null,
    },
  } as unknown as Ports;
}

async function tell(ports: Ports, thing: OwnedThing, atMs: number, knownMs: number) {
  try {
    const owner = await findPlanOwner(ports, 'w', { planId: 'p', line: null, atMs, knownMs }, thing, 'now');
    const text = `${owner.by} ${owner.territory?.id ?? null} ${owner.rep?.id ?? null} ${owner.publicationId}`;
    return { text, unchanged: owner.unchanged };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { text: error.kind, unchanged: null };
  }
}

test('every answer equals a replay of the log on paper, also at the very millisecond of a switch, and holds as long as it says', async () => {
  const told = new Set<string>();
  for (let seed = 0; seed < HISTORIES; seed++) {
    const dice = new Dice(seed);
    const history = madeHistory(dice);
    const facts = { segment: dice.pick(['x', 'z']), leftMs: dice.whole(5, 40), start: dice.whole(0, PLACES - 1) };
    const ports = portsOf(history, facts.segment, facts.leftMs, facts.start);
    const moments = history.flatMap((one) => {
      if (!('event' in one)) return [one.ms];
      const { event } = one;
      const until = 'untilMs' in event ? event.untilMs : null;
      return [one.ms, ...('fromMs' in event ? [event.fromMs] : []), ...(until === null ? [] : [until])];
    });
    for (let question = 0; question < QUESTIONS; question++) {
      const moment = () => Math.min(END - 1, Math.max(0, dice.pick(moments) + dice.pick([-1, 0, 0, 1])));
      const [atMs, knownMs] = [moment(), dice.chance(0.4) ? END - 1 : moment()];
      const place = dice.whole(0, PLACES - 1);
      const thing = dice.chance(0.7) ? 'a' : place;
      const asked = thing === 'a' ? { accountId: 'a' } : { cell: CELLS[place] as Cell };
      const found = await tell(ports, asked, atMs, knownMs);
      const context = `seed ${seed}, ${thing} at ${atMs}, as known at ${knownMs}`;
      expect(`${context}: ${found.text}`).toBe(`${context}: ${replay(history, thing, atMs, knownMs, facts)}`);
      told.add(found.text.split(' ')[0] ?? '');
      if (found.unchanged === null) continue;
      for (const edge of [found.unchanged.fromMs, Math.min(END, found.unchanged.untilMs) - 1]) {
        if (edge >= 0)
          expect(`${context}, ${edge}: ${replay(history, thing, edge, knownMs, facts)}`).toBe(
            `${context}, ${edge}: ${found.text}`,
          );
      }
    }
  }
  expect([...told].sort()).toEqual(['geography', 'named-account', 'nothing-in-force', 'outside-cover', 'rule']);
}, 240_000);
