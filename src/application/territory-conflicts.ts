import type { Conflict, ConflictKind, Fix, Severity } from '../domain/conflict.ts';
import { NAMED_IN_CONFLICT } from '../domain/conflict.ts';
import type { ConflictSink } from '../domain/conflict-list.ts';
import { UNASSIGNED } from '../domain/imported.ts';
import { leaveOn } from '../domain/leave-of.ts';
import { WORKLOAD_METRIC } from '../domain/metric.ts';
import { localDay } from '../domain/moment.ts';
import { normalisedName } from '../domain/name-likeness.ts';
import { chooseReplacement } from './choose-replacement.ts';
import { type ConflictGround, placeOfCell, TerritoryPlaces } from './conflict-ground.ts';
import { nearestTerritory } from './nearest-territory.ts';

/** Sums were added in another order when the layout was made. */
const SLACK = 1e-6;
/** Of a metric's total, beyond what a repair must move at least. */
const SPARE_SHARE = 0.02;

/** What of the file that a layout was imported from nobody has, or several have. */
export function findDisputes(ground: ConflictGround, list: ConflictSink): void {
  const { layout } = ground;
  const { imported } = layout;
  for (const dispute of imported?.disputes ?? []) {
    const { territoryIds, accounts, accountIds, cells, moreCells } = dispute;
    const isDrawn = imported?.by === 'polygon';
    const kind = dispute.kind === 'gap' ? 'gap' : isDrawn ? 'overlap' : 'two-owners';
    const severity = dispute.kind === 'gap' && !territoryIds.includes(UNASSIGNED) ? 'warning' : 'error';
    const names = territoryIds.join(', ');
    const detail =
      dispute.kind === 'gap'
        ? `${count(accounts, 'account lies', 'accounts lie')} in no territory of the file; ${names} got ${accounts === 1 ? 'it' : 'them'}`
        : `the file gives ${count(accounts, 'account', 'accounts')} to ${names}; ${territoryIds[0]} has ${accounts === 1 ? 'it' : 'them'}`;
    const more = moreCells === undefined ? '' : `; ${count(moreCells, 'more cell is', 'more cells are')} not named`;
    list.add(kind, severity, `${dispute.kind} ${JSON.stringify(territoryIds)}`, () => ({
      ...{ territoryIds, accountIds, cells: cells.slice(0, NAMED_IN_CONFLICT), amount: accounts },
      detail: `${detail}${more}`,
      place: cells[0] === undefined ? null : placeOfCell(cells[0]),
      remedy:
        moreCells === undefined || cells.length > 0
          ? 'say which territory has them: the fix gives them to it, or lets them stay where they are'
          : 'change the file, and import it again',
      fix: disputeFix(ground, territoryIds, cells),
    }));
  }
  const untold = imported?.untold;
  if (untold === undefined) return;
  const kind = imported?.by === 'polygon' ? 'overlap' : 'two-owners';
  list.add(kind, 'error', 'untold', () => ({
    ...{ territoryIds: [], accountIds: [], cells: [], amount: untold.accounts, place: null, fix: null },
    detail: `the file has ${count(untold.disputes, 'more dispute', 'more disputes')} of ${count(untold.accounts, 'account', 'accounts')} than are told one by one`,
    remedy: 'change the file, and import it again',
  }));
}

/** Whoever has them keeps them, unless another is chosen; what is nobody's goes to the nearest. */
function disputeFix(ground: ConflictGround, [holder]: readonly string[], cells: Conflict['cells']): Fix | null {
  const [first] = cells;
  if (first === undefined || holder === undefined) return null;
  const to = holder === UNASSIGNED ? nearestTerritory(ground, first, UNASSIGNED) : holder;
  if (to === null) return null;
  return {
    description: `gives the cells to ${to}, or to the territory in territoryId`,
    preview: `a new layout in which ${to} has ${count(cells.length, 'cell', 'cells')} that nobody disputes any more`,
    choices: ['territoryId'],
    deed: {
      action: 'edit-layout',
      edits: [
        { kind: 'assign', to, cells: [...cells] },
        ...(holder === UNASSIGNED && holdsAll(ground, UNASSIGNED, cells.length)
          ? [{ kind: 'drop' as const, territory: UNASSIGNED }]
          : []),
      ],
    },
  };
}

/** Whether a territory has no more leaves than so many of its own. */
function holdsAll({ layout, leaves }: ConflictGround, id: string, cells: number): boolean {
  const position = layout.territories.findIndex((territory) => territory.id === id);
  return leaves.territories.reduce((sum, territory) => sum + Number(territory === position), 0) <= cells;
}

/** Reps of territories who are gone or on leave, or cannot do the work in their hours; territories without a rep. */
export function findOwnerConflicts(ground: ConflictGround, list: ConflictSink): void {
  const { layout, owners, reps, question, plan } = ground;
  if (owners.source === null) return;
  const today = localDay(question.nowMs, plan.timeZone);
  const places = new TerritoryPlaces(ground);
  const say = (kind: ConflictKind, severity: Severity, position: number, what: Said) => {
    const { id } = layout.territories[position] ?? { id: '' };
    list.add(kind, severity, what.subject, () => ({
      ...{ territoryIds: [id], cells: [], accountIds: [], place: places.of(position), amount: what.amount },
      ...{ detail: what.detail, remedy: what.remedy, fix: what.fix() },
    }));
  };
  layout.territories.forEach(({ id, accounts }, position) => {
    const repId = owners.reps.get(id);
    const rep = repId === undefined ? undefined : reps.get(repId);
    const replace = () => replacementFix(id, chooseReplacement(ground, id)?.id ?? null);
    if (repId === undefined) {
      if (accounts === 0) return;
      say('orphan-account', 'warning', position, {
        subject: `vacant ${id}`,
        amount: accounts,
        detail: `${id} is vacant: nobody serves its ${count(accounts, 'account', 'accounts')}`,
        remedy: 'name a rep for the territory',
        fix: replace,
      });
    } else if (rep === undefined) {
      say('owner-gone', 'error', position, {
        subject: `${id} ${repId}`,
        amount: accounts,
        detail: `${id} belongs to ${repId}, who is no rep of the plan: ${count(accounts, 'account has', 'accounts have')} no owner`,
        remedy: 'name another rep for the territory',
        fix: replace,
      });
    } else {
      const leave = leaveOn(rep, today);
      if (leave !== null) {
        say('owner-on-leave', 'warning', position, {
          subject: `${id} ${repId} ${leave.from}`,
          amount: accounts,
          detail: `${repId}, who serves ${id}, is on leave from ${leave.from} to ${leave.to}`,
          remedy: 'have somebody else serve the territory',
          fix: replace,
        });
      }
    }
  });
  findOverworked(ground, list, places);
}

/** Reps whose territories together take more hours than they have. */
function findOverworked(ground: ConflictGround, list: ConflictSink, places: TerritoryPlaces): void {
  const { layout, owners, reps } = ground;
  const served = Map.groupBy(
    layout.territories.keys(),
    (at) => owners.reps.get(layout.territories[at]?.id ?? '') ?? '',
  );
  const hoursOf = (at: number) => layout.territories[at]?.sums[WORKLOAD_METRIC] ?? 0;
  for (const [repId, positions] of served) {
    const capacity = reps.get(repId)?.capacityHours ?? null;
    const hours = positions.reduce((sum, at) => sum + hoursOf(at), 0);
    if (capacity === null || hours <= capacity * (1 + SLACK)) continue;
    // Whoever takes the smallest that is enough leaves the others where they are.
    const bySize = [...positions].sort((a, b) => hoursOf(a) - hoursOf(b) || a - b);
    const given = bySize.find((at) => hours - hoursOf(at) <= capacity * (1 + SLACK)) ?? (bySize.at(-1) as number);
    const idOf = (at: number) => layout.territories[at]?.id ?? '';
    const ids = positions.map(idOf);
    list.add('over-limit', 'warning', `${repId} capacity`, () => {
      const able = chooseReplacement(ground, idOf(given), {
        capacityHours: hoursOf(given),
      });
      return {
        ...{ territoryIds: ids, cells: [], accountIds: [], place: places.of(given), amount: hours - capacity },
        detail: `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' ...' : ''} ${ids.length === 1 ? 'takes' : 'take'} ${round(hours)} hours a period; ${repId} has ${round(capacity)}`,
        remedy: 'name a rep with more hours for a territory, or make it smaller',
        fix: able === null ? null : replacementFix(idOf(given), able.id),
      };
    });
  }
}

interface Said {
  readonly subject: string;
  readonly amount: number;
  readonly detail: string;
  readonly remedy: string;
  readonly fix: () => Fix | null;
}

/** Another rep for a territory. Nobody is proposed where nobody is free: then the caller must say who. */
export function replacementFix(territoryId: string, repId: string | null): Fix {
  return {
    description: `has ${repId ?? 'the rep in repId'} serve ${territoryId}${repId === null ? '' : ', or the rep in repId'}`,
    preview: `${territoryId} gets another rep; its cells and accounts stay: at once where the layout is in force, which approval may precede, else in a draft`,
    choices: ['repId'],
    deed: { action: 'replace-rep', territoryId, repId },
  };
}

/** Territories without accounts, beyond their tolerance, and of the same name. */
export function findShapeConflicts(ground: ConflictGround, list: ConflictSink): void {
  const { layout } = ground;
  const places = new TerritoryPlaces(ground);
  const names = new Map<string, string>();
  layout.territories.forEach(({ id, name, accounts, sums, targets, deviations }, position) => {
    const common = { territoryIds: [id], cells: [], accountIds: [], place: places.of(position) };
    if (accounts === 0) {
      list.add('empty-territory', 'error', id, () => ({
        ...{ ...common, amount: 0, detail: `${id} has no account`, remedy: 'take it away, or give it places' },
        fix: emptyFix(ground, position),
      }));
    }
    for (const [metric, tolerance] of Object.entries(layout.balance)) {
      const [sum, target, deviation] = [sums[metric] ?? 0, targets[metric] ?? 0, deviations[metric] ?? 0];
      if (deviation <= tolerance + SLACK || accounts === 0) continue;
      const kind = sum > target ? 'over-limit' : 'under-limit';
      const [percent, allowed] = [round(100 * deviation), round(100 * tolerance)];
      list.add(kind, 'warning', `${id} ${metric}`, () => ({
        ...{ ...common, amount: deviation },
        detail: `${id} has ${percent} % ${sum > target ? 'more' : 'less'} ${metric} than its target of ${round(target)}; ${allowed} % are allowed`,
        remedy: 'rebalance with a budget of moves, or allow more',
        fix: rebalanceFix(ground, metric, tolerance),
      }));
    }
    const key = normalisedName(name);
    const first = names.get(key);
    if (first === undefined) names.set(key, id);
    else {
      list.add('duplicate-name', 'warning', JSON.stringify([first, id]), () => ({
        ...{ ...common, territoryIds: [first, id], amount: null },
        detail: `${first} and ${id} are both called ${name}`,
        remedy: 'give one of them another name',
        fix: renameFix(ground, id, name),
      }));
    }
  });
}

function emptyFix({ layout }: ConflictGround, position: number): Fix | null {
  const { id } = layout.territories[position] ?? { id: '' };
  if (layout.territories.length < 2) return null;
  return {
    description: `takes ${id} away; territories about it get its cells`,
    preview: `a new layout of ${layout.territories.length - 1} territories, of which each has an equal share as its target`,
    choices: [],
    deed: { action: 'edit-layout', edits: [{ kind: 'drop', territory: id }] },
  };
}

function renameFix({ layout }: ConflictGround, id: string, name: string): Fix {
  const taken = new Set(layout.territories.map((own) => normalisedName(own.name)));
  let number = 2;
  while (taken.has(normalisedName(`${name} ${number}`))) number++;
  const free = `${name} ${number}`;
  return {
    description: `calls ${id} ${free}, or as name says`,
    preview: 'a new layout with the same cells and another name',
    choices: ['name'],
    deed: { action: 'edit-layout', edits: [{ kind: 'rename', territory: id, name: free }] },
  };
}

/** A budget of what must move at least for all territories, and a little more. */
function rebalanceFix({ layout }: ConflictGround, metric: string, tolerance: number): Fix {
  const total = layout.totals.sums[metric] || 1;
  const excess = layout.territories.reduce(
    (sum, own) => sum + Math.max(0, (own.sums[metric] ?? 0) - (own.targets[metric] ?? 0) * (1 + tolerance)),
    0,
  );
  const lack = layout.territories.reduce(
    (sum, own) => sum + Math.max(0, (own.targets[metric] ?? 0) * (1 - tolerance) - (own.sums[metric] ?? 0)),
    0,
  );
  const share = Math.min(1, Number(((2 * Math.max(excess, lack)) / total + SPARE_SHARE).toPrecision(3)));
  return {
    description: `rebalances with a budget of ${round(100 * share)} % of ${metric}, or of share`,
    preview:
      "a new layout of today's accounts in which territories are within their tolerances, as far as the budget allows",
    choices: ['share'],
    deed: { action: 'rebalance', metric, share },
  };
}

/** A number and what it counts. */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

function round(number: number): number {
  return Number(number.toPrecision(4));
}
