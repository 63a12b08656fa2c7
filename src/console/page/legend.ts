import type { Layout } from '../../domain/layout.ts';
import { type Coloring, coloringChoices, isSameColoring, rangeOf } from './coloring.ts';
import { element } from './element.ts';
import { formatPercent } from './format-number.ts';
import { DEVIATION_FILLS, STATUS_FILLS, STEP_FILLS, TERRITORY_FILLS } from './palette.ts';
import type { Standings } from './standings.ts';

/** The legend on the map, with the choice of what the colours say. */
export function legend(
  layout: Layout,
  standings: Standings,
  chosen: Coloring,
  onChange: (coloring: Coloring) => void,
): HTMLElement {
  const choices = coloringChoices(layout, standings);
  const select = element(
    'select',
    { id: 'color-by', onchange: () => onChange(choices[select.selectedIndex]?.coloring ?? null) },
    ...choices.map(({ coloring, label }) => element('option', { selected: isSameColoring(coloring, chosen) }, label)),
  );
  return element(
    'div',
    { class: 'legend' },
    element('label', { for: 'color-by' }, 'Color'),
    select,
    scaleOf(layout, standings, chosen),
  );
}

function scaleOf(layout: Layout, standings: Standings, chosen: Coloring): HTMLElement {
  if (chosen === null) return territoryScale();
  if (chosen.by === 'deviation') return deviationScale(layout.balance[chosen.metric] ?? 0);
  if (chosen.by === 'status') return statusScale();
  const [least, most] = rangeOf(chosen.by, standings) ?? [0, 0];
  const told = (value: number) => (chosen.by === 'quality' ? value.toFixed(0) : formatPercent(value, 0));
  return scale(STEP_FILLS, [told(least), told(most)]);
}

/** Each status has one colour: all are named. */
function statusScale(): HTMLElement {
  const { 'not-begun': _, ...shown } = STATUS_FILLS;
  return scale(
    Object.values(shown),
    Object.keys(shown).map((status) => status.replace('-', ' ')),
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
  const bound = formatPercent(tolerance, 0);
  return scale(DEVIATION_FILLS, [`below −${bound}`, 'on target', `above +${bound}`]);
}

/** Colours from the left to the right, and what they stand for. */
function scale(fills: readonly string[], ends: readonly string[]): HTMLElement {
  return element(
    'div',
    { class: 'scale' },
    element('div', { class: 'swatches', 'aria-hidden': 'true' }, ...fills.map(swatch)),
    element('p', { class: 'ends' }, ...ends.map((end) => element('span', {}, end))),
  );
}

function swatch(color: string): HTMLElement {
  const made = element('span');
  made.style.background = color;
  return made;
}
