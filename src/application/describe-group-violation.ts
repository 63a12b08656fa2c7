import type { HierarchyViolation } from '../domain/hierarchy.ts';
import { figure, percent } from './describe-violation.ts';
import type { Groupable, GroupOptions } from './group-units.ts';
import type { ProblemAnswer, ProblemViolation } from './problem-file.ts';

/** What a level does not keep, in the caller's names, with what would help. `ids` are those of the groups. */
export function describeGroupViolation(
  violation: ProblemViolation,
  { things, options, answer }: { things: Groupable; options: GroupOptions; answer: ProblemAnswer },
  level: string,
  ids: ReadonlyMap<number, string>,
): HierarchyViolation {
  const { kind, territory, unit } = violation;
  const nodeId = territory === undefined ? undefined : ids.get(territory);
  const [metric, tolerance = 0] = Object.entries(options.balance)[violation.metric ?? -1] ?? [];
  const total = things.sums.reduce((sum, own) => sum + (own[violation.metric ?? -1] ?? 0), 0);
  const told = { target: total / options.count, sum: answer.sums[territory ?? -1]?.[violation.metric ?? -1] ?? 0 };
  return {
    kind,
    level,
    ...(nodeId !== undefined && { nodeId }),
    ...(metric !== undefined && { metric }),
    ...words(violation, {
      level,
      node: nodeId ?? `a ${level}`,
      child: things.ids[unit ?? -1] ?? 'one child',
      metric: metric ?? 'what is balanced',
      tolerance: percent(tolerance),
      deviation: percent(answer.deviation[territory ?? -1]?.[violation.metric ?? -1] ?? 0),
      sum: figure(told.sum),
      target: figure(told.target),
    }),
  };
}

type Told = Readonly<
  Record<'level' | 'node' | 'child' | 'metric' | 'tolerance' | 'deviation' | 'sum' | 'target', string>
>;

function words({ kind, amount, remedy }: ProblemViolation, told: Told): { detail: string; remedy: string } {
  const { level, node, child, metric, tolerance, deviation, sum, target } = told;
  switch (kind) {
    case 'outside-tolerance':
      return {
        detail: `${metric} of ${node}: ${sum} against an equal share of ${target}, ${deviation} off where ${tolerance} is allowed`,
        remedy: `widen the tolerance of ${metric}, ask for another count of ${level}, or search longer with effort=best`,
      };
    case 'unit-too-heavy':
      return {
        detail: `${metric} of ${child} alone: ${figure(amount ?? 0)}, more than a ${level} may have with an equal share of ${target}`,
        remedy: `ask for fewer of ${level}, or widen the tolerance of ${metric}`,
      };
    case 'not-contiguous':
      return { detail: `${node} is in several pieces`, remedy: `leave ${level} out of connected` };
    case 'empty-territory':
      return { detail: `${node} has nothing under it`, remedy: `ask for fewer of ${level}` };
    case 'component-too-small':
      return {
        detail: `the piece of the map about ${child} holds ${figure(amount ?? 0)} of ${metric}, which is no whole number of ${level}`,
        remedy: `leave ${level} out of connected, or widen the tolerance of ${metric}`,
      };
    case 'uneven-mix':
      return {
        detail: `around ${child} there is too little of ${metric} for what else there is`,
        remedy: `widen the tolerance of ${metric} to ${percent(amount ?? 0)}`,
      };
    case 'no-layout':
      return {
        detail: `no grouping into this count of ${level} holds all that is asked for: every one was ruled out`,
        remedy: `widen a tolerance, or ask for another count of ${level}`,
      };
    default:
      return { detail: `${node}: ${kind}`, remedy };
  }
}
