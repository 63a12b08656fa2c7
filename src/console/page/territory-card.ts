import type { Layout, Territory } from '../../domain/layout.ts';
import { deviationBar } from './deviation-bar.ts';
import { element } from './element.ts';
import { formatPercent, formatShort, formatSignedPercent, formatWhole } from './format-number.ts';
import { countedMetrics, isOutside, signedDeviation } from './measures.ts';
import { territoryFill } from './palette.ts';
import { standingFacts } from './standing-facts.ts';
import type { Standings } from './standings.ts';

/** What one territory measures, and what it measured in the layout before, where that is compared. */
export function territoryCard(
  layout: Layout,
  territory: Territory,
  before: Layout | null,
  standings: Standings,
  onSelect: (id: string | null) => void,
): HTMLElement {
  const earlier = before?.territories.find(({ id }) => id === territory.id) ?? null;
  const swatch = element('span', { class: 'swatch large' });
  swatch.style.background = territoryFill(territory.color);
  return element(
    'section',
    { class: 'card', 'aria-labelledby': 'territory-name' },
    element('button', { type: 'button', class: 'back', onclick: () => onSelect(null) }, '← All territories'),
    element('h2', { id: 'territory-name', tabindex: '-1' }, swatch, territory.name),
    element(
      'dl',
      { class: 'facts' },
      fact('Accounts', formatWhole(territory.accounts)),
      fact('Size', `${formatWhole(territory.areaKm2)} km²`),
      fact('Polsby-Popper', territory.compactness.polsbyPopper.toFixed(3), '1 for a circle; lower is less compact'),
      fact(
        'Moment of inertia',
        formatShort(territory.compactness.momentOfInertia),
        'weight × km² about the center; lower is more compact',
      ),
    ),
    element('div', { class: 'standings' }, ...standingFacts(standings, territory.id)),
    ...countedMetrics(layout).map((metric) => measure(layout, territory, metric, earlier)),
    element('h3', {}, 'Neighbors'),
    element('p', { class: 'chips' }, ...neighbors(layout, territory, onSelect)),
  );
}

function fact(name: string, value: string, title: string | null = null): HTMLElement {
  return element('div', { title }, element('dt', {}, name), element('dd', {}, value));
}

function measure(layout: Layout, territory: Territory, metric: string, earlier: Territory | null): HTMLElement {
  const deviation = signedDeviation(territory, metric);
  const tolerance = layout.balance[metric] ?? null;
  const outside = isOutside(layout, territory, metric);
  return element(
    'div',
    { class: outside ? 'metric outside' : 'metric' },
    element('h3', {}, metric),
    element(
      'p',
      {},
      element('strong', {}, formatWhole(territory.sums[metric] ?? 0)),
      ` of ${formatWhole(territory.targets[metric] ?? 0)} targeted`,
    ),
    deviationBar(deviation, tolerance),
    element(
      'p',
      { class: 'quiet' },
      `${formatSignedPercent(deviation)}, `,
      tolerance === null ? 'not balanced' : `${outside ? 'outside' : 'within'} ±${formatPercent(tolerance)}`,
      earlier === null ? null : `; was ${formatSignedPercent(signedDeviation(earlier, metric))}`,
    ),
  );
}

function neighbors(layout: Layout, territory: Territory, onSelect: (id: string) => void): (HTMLElement | string)[] {
  if (territory.neighbors.length === 0) return ['None.'];
  return territory.neighbors.map((id) => {
    const name = layout.territories.find((one) => one.id === id)?.name ?? id;
    return element('button', { type: 'button', class: 'chip', onclick: () => onSelect(id) }, name);
  });
}
