import type { Layout } from '../../domain/layout.ts';
import { element } from './element.ts';
import { formatPercent } from './format-number.ts';
import { balancedMetrics } from './measures.ts';
import { DEVIATION_FILLS, TERRITORY_FILLS } from './palette.ts';

/** The legend on the map, with the choice of what the colours say. `onChange` hears a metric, or null for one colour per territory. */
export function legend(layout: Layout, chosen: string | null, onChange: (metric: string | null) => void): HTMLElement {
  const select = element(
    'select',
    { id: 'color-by', onchange: (event) => onChange((event.target as HTMLSelectElement).value || null) },
    element('option', { value: '' }, 'Territory'),
    ...balancedMetrics(layout).map((metric) =>
      element('option', { value: metric, selected: metric === chosen }, `Deviation of ${metric}`),
    ),
  );
  return element(
    'div',
    { class: 'legend' },
    element('label', { for: 'color-by' }, 'Color'),
    select,
    chosen === null ? territoryScale() : deviationScale(layout.balance[chosen] ?? 0),
  );
}

function territoryScale(): HTMLElement {
  return element(
    'div',
    { class: 'scale' },
    element('div', { class: 'swatches', 'aria-hidden': 'true' }, ...TERRITORY_FILLS.slice(0, 8).map(swatch)),
    element('p', {}, 'Neighbors differ. Zoom in for cells.'),
  );
}

function deviationScale(tolerance: number): HTMLElement {
  return element(
    'div',
    { class: 'scale' },
    element('div', { class: 'swatches', 'aria-hidden': 'true' }, ...DEVIATION_FILLS.map(swatch)),
    element(
      'p',
      { class: 'ends' },
      element('span', {}, `below −${formatPercent(tolerance, 0)}`),
      element('span', {}, 'on target'),
      element('span', {}, `above +${formatPercent(tolerance, 0)}`),
    ),
  );
}

function swatch(color: string): HTMLElement {
  const made = element('span');
  made.style.background = color;
  return made;
}
