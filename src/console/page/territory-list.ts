import type { Layout, Territory } from '../../domain/layout.ts';
import { deviationBar } from './deviation-bar.ts';
import { element } from './element.ts';
import { formatPercent, formatSignedPercent, formatWhole } from './format-number.ts';
import { balancedMetrics, isOutside, outsideCount, signedDeviation, worstDeviation } from './measures.ts';
import { territoryFill } from './palette.ts';

/** The layout's head and a row for each territory. */
export function territoryList(layout: Layout, onSelect: (territoryId: string) => void): HTMLElement {
  const metrics = balancedMetrics(layout);
  return element(
    'section',
    { class: 'overview', 'aria-label': 'All territories' },
    summary(layout, metrics),
    element(
      'div',
      { class: 'row head', 'aria-hidden': 'true' },
      element('span', { class: 'name' }, 'Territory'),
      ...metrics.slice(0, 2).map((metric) => element('span', { class: 'measure' }, metric)),
    ),
    element(
      'ul',
      { class: 'territories' },
      ...layout.territories.map((one) => element('li', {}, row(layout, one, metrics.slice(0, 2), onSelect))),
    ),
  );
}

function summary(layout: Layout, metrics: readonly string[]): HTMLElement {
  const outside = outsideCount(layout);
  return element(
    'div',
    { class: 'summary' },
    element('h2', {}, `${layout.territories.length} territories`),
    element(
      'p',
      {},
      `${formatWhole(layout.totals.sums.accounts ?? 0)} accounts in ${formatWhole(layout.totals.leaves)} cells`,
    ),
    element(
      'p',
      { class: layout.feasible ? 'status good' : 'status bad' },
      layout.feasible ? 'Every territory is within its tolerances' : `${outside} outside a tolerance`,
    ),
    element(
      'dl',
      { class: 'facts' },
      ...metrics.flatMap((metric) => [
        element('dt', {}, `Largest deviation of ${metric}`),
        element(
          'dd',
          {},
          `${formatPercent(worstDeviation(layout, metric))}, ${formatPercent(layout.balance[metric] ?? 0)} allowed`,
        ),
      ]),
    ),
    layout.violations.length === 0 ? null : violations(layout),
  );
}

function violations(layout: Layout): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, 'What does not hold'),
    element(
      'ul',
      {},
      ...layout.violations.slice(0, 50).map(({ detail, remedy }) => element('li', {}, `${detail}. ${remedy}`)),
    ),
  );
}

function row(
  layout: Layout,
  territory: Territory,
  metrics: readonly string[],
  onSelect: (territoryId: string) => void,
): HTMLElement {
  const swatch = element('span', { class: 'swatch' });
  swatch.style.background = territoryFill(territory.color);
  return element(
    'button',
    { type: 'button', class: 'row', 'data-territory': territory.id, onclick: () => onSelect(territory.id) },
    swatch,
    element('span', { class: 'name' }, territory.name),
    ...metrics.map((metric) => {
      const deviation = signedDeviation(territory, metric);
      return element(
        'span',
        { class: isOutside(layout, territory, metric) ? 'measure outside' : 'measure' },
        element('span', { class: 'number' }, formatSignedPercent(deviation)),
        deviationBar(deviation, layout.balance[metric] ?? null),
      );
    }),
  );
}
