import { type Forecast, type ForecastBasis, forecast } from './forecast.ts';
import { weightOf } from './season.ts';

/** Pace from which on a goal is on track, and from which on it is at risk and not behind. */
export const [ON_TRACK_PACE, AT_RISK_PACE] = [0.95, 0.8];

/** What rounding may take away of a pace. */
const ROUNDING = 1e-9;

export type GoalStatus = 'not-begun' | 'on-track' | 'at-risk' | 'behind';

/** How a goal stands at the end of a day. */
export interface GoalProgress {
  readonly achieved: number;
  /** Of the target; null where that is 0. */
  readonly attainment: number | null;
  /** The season's share of the period that is over. */
  readonly elapsed: number;
  /** What the target expects until then: `target * elapsed`. */
  readonly expected: number;
  /** `achieved / expected`; null where nothing is expected. */
  readonly pace: number | null;
  /** `target - achieved`: less than 0 where there is more than was wanted. */
  readonly gap: number;
  readonly forecast: Forecast | null;
  readonly status: GoalStatus;
  /** The rule that gave the status, with its numbers. */
  readonly because: string;
}

/** Measures a goal. */
export function measureGoal(target: number, basis: ForecastBasis): GoalProgress {
  const { season, start, due, at, achieved } = basis;
  const isOver = at >= due;
  const until = isOver ? due : at;
  const elapsed = at < start ? 0 : isOver ? 1 : weightOf(season, start, until) / weightOf(season, start, due);
  const expected = target * elapsed;
  const measured = {
    achieved,
    attainment: target === 0 ? null : achieved / target,
    elapsed,
    expected,
    pace: expected === 0 ? null : achieved / expected,
    gap: target - achieved,
  };
  return { ...measured, forecast: forecast(basis), ...statusOf(target, measured, at >= due) };
}

function statusOf(
  target: number,
  { achieved, elapsed, pace }: Pick<GoalProgress, 'achieved' | 'elapsed' | 'pace'>,
  isOver: boolean,
): { status: GoalStatus; because: string } {
  if (elapsed === 0) return { status: 'not-begun', because: 'the period has not begun' };
  if (achieved >= target) return { status: 'on-track', because: `achieved ${achieved} of ${target}` };
  if (isOver) return { status: 'behind', because: `the period is over, and achieved ${achieved} of ${target}` };
  if (pace === null) return { status: 'on-track', because: 'nothing is expected' };
  const said = pace.toFixed(3);
  if (pace >= ON_TRACK_PACE - ROUNDING)
    return { status: 'on-track', because: `pace ${said} is ${ON_TRACK_PACE} or more` };
  if (pace >= AT_RISK_PACE - ROUNDING) {
    return { status: 'at-risk', because: `pace ${said} is from ${AT_RISK_PACE} to below ${ON_TRACK_PACE}` };
  }
  return { status: 'behind', because: `pace ${said} is below ${AT_RISK_PACE}` };
}
