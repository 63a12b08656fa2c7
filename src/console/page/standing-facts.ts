import { element } from './element.ts';
import { formatPercent, formatShort, formatWhole } from './format-number.ts';
import { STATUS_FILLS } from './palette.ts';
import type { GoalStanding, Standings, TerritoryScore } from './standings.ts';

/** How a territory stands: its score with the parts of it, and its goal. Nothing where nothing is known. */
export function standingFacts({ scores, goals }: Standings, territoryId: string): HTMLElement[] {
  const [score, goal] = [scores.get(territoryId), goals.get(territoryId)];
  return [...(score === undefined ? [] : [quality(score)]), ...(goal === undefined ? [] : [standing(goal)])];
}

function quality({ score, parts, raise }: TerritoryScore): HTMLElement {
  const told = Object.entries(parts).map(([part, { score: own }]) => `${part} ${own === null ? '–' : own.toFixed(0)}`);
  return element(
    'div',
    { class: 'standing', id: 'quality' },
    element('h3', {}, 'Quality'),
    element('p', {}, element('strong', {}, score === null ? '–' : score.toFixed(1)), ' of 100'),
    element('p', { class: 'quiet' }, told.join(' · ')),
    raise === null
      ? null
      : element('p', { class: 'quiet' }, `Most to gain: ${raise.part}, up to ${raise.gain.toFixed(1)} more`),
  );
}

function standing({ goal, achieved, attainment, forecast, status, because }: GoalStanding): HTMLElement {
  const swatch = element('span', { class: 'swatch' });
  swatch.style.background = STATUS_FILLS[status];
  return element(
    'div',
    { class: 'standing', id: 'goal' },
    element('h3', {}, `Goal: ${goal.metric} until ${goal.due}`),
    element(
      'p',
      {},
      element('strong', {}, attainment === null ? formatWhole(achieved) : formatPercent(attainment)),
      ` of ${formatWhole(goal.target)} ${goal.unit}`,
    ),
    element('p', { class: 'quiet', title: because }, swatch, ` ${status.replace('-', ' ')}: ${because}`),
    forecast === null ? null : element('p', { class: 'quiet' }, `Forecast ${rangeText(forecast)}`),
  );
}

function rangeText({ value, low, high }: NonNullable<GoalStanding['forecast']>): string {
  const range = low === null || high === null ? '' : `, likely ${formatShort(low)} to ${formatShort(high)}`;
  return `${formatShort(value)}${range}`;
}
