import { Failure } from '../domain/failure.ts';
import type { Goal } from '../domain/goal.ts';
import { goalIdOf, newGoalId } from '../domain/goal-id.ts';
import type { Layout, LayoutId } from '../domain/layout.ts';
import { ACCOUNTS_METRIC } from '../domain/metric.ts';
import { spreadTarget } from '../domain/spread-target.ts';
import { rampShare, type TerritoryStage } from '../domain/territory-stage.ts';
import { yearBefore } from '../domain/year-before.ts';
import { addGoals, type GoalToBe } from './create-goal.ts';
import type { Decider } from './decide.ts';
import { getLayout } from './get-layout.ts';
import { checkGoal, type GoalIntent } from './goal-intent.ts';
import { repsOfLayout } from './layout-reps.ts';
import type { Ports } from './ports.ts';
import { type SettledPlan, settleGoals } from './settle-goals.ts';
import { sumsOf, territorySums } from './territory-sums.ts';

/** A total that is to be spread over the territories of a layout. */
export interface SpreadIntent extends Omit<GoalIntent, 'subject' | 'target' | 'owner'> {
  readonly total: number;
  /** `equal`, `history`, `potential`, or the name of a metric of accounts. */
  readonly by: string;
  /** The metric that `potential` means; null: the one of that name. */
  readonly potentialMetric: string | null;
  /** Null: the layout in force for all accounts. */
  readonly layoutId: LayoutId | null;
  readonly minimum: number;
  readonly applyRamp: boolean;
}

/** Something of a spread that a manager should know. */
export interface SpreadWarning {
  readonly kind: 'no-weights' | 'history-unknown' | 'without-weight' | 'negative-weight' | 'raised-to-minimum';
  readonly detail: string;
  /** Those that it is about. */
  readonly territoryIds: readonly string[];
}

/** The share of a territory. */
export interface SpreadShare {
  readonly territoryId: string;
  readonly goalId: string | null;
  readonly target: number;
  readonly weight: number;
  readonly ramp: { readonly stage: TerritoryStage['stage']; readonly share: number } | null;
  readonly owner: Goal['owner'];
}

/** A total spread over territories: `shares` sum up to it exactly. */
export interface SpreadGoals {
  readonly layoutId: LayoutId;
  readonly shares: readonly SpreadShare[];
  readonly warnings: readonly SpreadWarning[];
}

/** What a spread would be, without any goal. Errors: as `spreadGoals`. */
export async function previewSpread(
  ports: Ports,
  { workspaceId, planId }: Decider,
  intent: SpreadIntent,
): Promise<SpreadGoals> {
  return makeSpread(ports, workspaceId, await settleGoals(ports, workspaceId, planId), intent);
}

/**
 * Spreads a total over the territories of a layout, a goal for each, all or none: its owner is the rep who serves it. A request that is repeated with its key finds
 * the goals that it has made.
 *
 * Errors: `not-found`; `nothing-in-force` where no layout is named; `invalid-parameter` with all that cannot be.
 */
export async function spreadGoals(
  ports: Ports,
  decider: Decider,
  intent: SpreadIntent,
  requestKey: string | null,
): Promise<SpreadGoals> {
  const { workspaceId, planId } = decider;
  const idOf = async (territoryId: string) =>
    requestKey === null ? newGoalId() : goalIdOf(JSON.stringify([workspaceId, planId, requestKey, territoryId]));
  let spread: SpreadGoals | null = null;
  const made = await addGoals(ports, decider, async (settled) => {
    spread = await makeSpread(ports, workspaceId, settled, intent);
    const ids = await Promise.all(spread.shares.map(({ territoryId }) => idOf(territoryId)));
    spread = { ...spread, shares: spread.shares.map((share, at) => ({ ...share, goalId: ids[at] ?? null })) };
    const known = requestKey === null ? [] : await ports.goals.findAll(workspaceId, planId, ids);
    return known.length > 0 ? [] : spread.shares.map((share) => toGoal(share, intent));
  });
  if (spread === null) throw new Error('nothing was spread');
  return made.length > 0 ? spread : asMade(ports, decider, spread);
}

/** A spread as a repeated request finds it. */
async function asMade(ports: Ports, { workspaceId, planId }: Decider, spread: SpreadGoals): Promise<SpreadGoals> {
  const ids = spread.shares.flatMap(({ goalId }) => goalId ?? []);
  const goals = new Map((await ports.goals.findAll(workspaceId, planId, ids)).map((goal) => [goal.goalId, goal]));
  const shares = spread.shares.map((share) => ({
    ...share,
    target: goals.get(share.goalId ?? '')?.target ?? share.target,
  }));
  return { ...spread, shares };
}

function toGoal({ goalId, territoryId, target, weight, ramp, owner }: SpreadShare, intent: SpreadIntent): GoalToBe {
  const { metric, weightMetric, unit, step, start, due, note, by, total } = intent;
  return {
    ...{
      goalId: goalId ?? newGoalId(),
      subject: { territoryId },
      metric,
      weightMetric,
      target,
      unit,
      step,
      start,
      due,
    },
    ...{ owner, note, origin: { kind: 'spread', by, total, weight, ramp } },
  };
}

async function makeSpread(
  ports: Ports,
  workspaceId: string,
  { plan, governance, nowMs, next }: SettledPlan,
  intent: SpreadIntent,
): Promise<SpreadGoals> {
  const { total, step, minimum, by } = intent;
  checkGoal(plan, { ...intent, target: total }, 'total');
  checkGoal(plan, { ...intent, target: minimum }, 'minimum');
  const layoutId = intent.layoutId ?? next.layoutId;
  if (layoutId === null) {
    throw new Failure(
      'nothing-in-force',
      'nothing is in force for all accounts of the plan: send layoutId, or publish a layout',
    );
  }
  const layout = await getLayout(ports, workspaceId, layoutId);
  const ids = layout.territories.map(({ id }) => id);
  if (minimum * ids.length > total) throw tooLittle(intent, ids.length);
  const { weights, warnings } = await weigh(ports, workspaceId, plan, layout, intent);
  const stages = intent.applyRamp ? await ports.stages.all(workspaceId, plan.planId) : [];
  const rampOf = new Map(stages.map((stage) => [stage.territoryId, stage]));
  const reps = repsOfLayout(layout, governance, null, nowMs).reps;
  const claims = ids.map((territoryId) => {
    const stage = rampOf.get(territoryId);
    const ramp = stage === undefined ? null : { stage: stage.stage, share: rampShare(stage, intent) };
    const repId = reps.get(territoryId);
    return { territoryId, weight: weights.get(territoryId) ?? 0, ramp, owner: repId === undefined ? null : { repId } };
  });
  const weighted = claims.map(({ territoryId, weight, ramp }) => ({
    id: territoryId,
    weight: weight * (ramp?.share ?? 1),
  }));
  const { shares, fellBack, raised } = spreadTarget(weighted, { total, step, minimum });
  const without = weighted.filter(({ weight }) => weight === 0).map(({ id }) => id);
  return {
    layoutId,
    shares: claims.map((claim) => ({ ...claim, goalId: null, target: shares.get(claim.territoryId) ?? 0 })),
    warnings: [
      ...warnings,
      ...warn(fellBack, 'no-weights', `no territory has any weight by ${by}: all count the same`, without),
      ...warn(!fellBack && without.length > 0, 'without-weight', `these have no weight by ${by}`, without),
      ...warn(raised.length > 0, 'raised-to-minimum', `these would have less than ${minimum}`, [...raised].sort()),
    ],
  };
}

async function weigh(
  ports: Ports,
  workspaceId: string,
  plan: SettledPlan['plan'],
  layout: Layout,
  intent: SpreadIntent,
) {
  const { by, metric, potentialMetric } = intent;
  const { layoutId, territories } = layout;
  if (by === 'equal') return { weights: new Map(territories.map(({ id }) => [id, 1])), warnings: [] };
  if (by === 'history') {
    const asked = { metric, ...yearBefore(intent), layoutId };
    const achieved = await ports.goalHistory.achieved(workspaceId, plan.planId, asked);
    const detail = `nothing is known of ${metric} from ${asked.start} to ${asked.due}`;
    return checked(achieved ?? new Map(), warn(achieved === null, 'history-unknown', detail, []));
  }
  const name = by === 'potential' ? (potentialMetric ?? plan.potentialMetric ?? by) : by;
  const sums = await territorySums(ports, workspaceId, plan, layoutId);
  const weights = sumsOf(sums, name);
  if (weights === null) throw noMetric(by, name, sums.metrics);
  return checked(weights, []);
}

function checked(weights: ReadonlyMap<string, number>, warnings: readonly SpreadWarning[]) {
  const below = [...weights].filter(([, weight]) => weight < 0).map(([id]) => id);
  const plain = new Map([...weights].map(([id, weight]) => [id, Math.max(0, weight)]));
  const detail = 'the weight of these is below 0, and counts as 0';
  return { weights: plain, warnings: [...warnings, ...warn(below.length > 0, 'negative-weight', detail, below)] };
}

function warn(
  isSo: boolean,
  kind: SpreadWarning['kind'],
  detail: string,
  territoryIds: readonly string[],
): SpreadWarning[] {
  return isSo ? [{ kind, detail, territoryIds }] : [];
}

function tooLittle({ total, minimum }: SpreadIntent, count: number): Failure {
  return Failure.invalid('invalid-parameter', {
    ...{ field: '/minimum', value: String(minimum) },
    detail: `is more than ${total} shared by ${count} territories`,
    remedy: `send at most ${Math.floor(total / count)}, or a larger total`,
  });
}

function noMetric(by: string, name: string, metrics: readonly string[]): Failure {
  const isPotential = by === 'potential';
  return Failure.invalid('invalid-parameter', {
    ...{ field: isPotential ? '/potentialMetric' : '/by', value: name.slice(0, 100) },
    detail: 'is no metric of the accounts',
    remedy: `send ${isPotential ? 'potentialMetric' : 'equal, history, potential'} or one of: ${metrics.join(', ') || ACCOUNTS_METRIC}`,
  });
}
