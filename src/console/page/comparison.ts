import type { Layout } from '../../domain/layout.ts';
import type { MovedCell, RebalancedLayout } from './api-client.ts';
import { element } from './element.ts';
import { formatPercent, formatShort, formatWhole } from './format-number.ts';
import { balancedMetrics, outsideCount, worstDeviation } from './measures.ts';
import { shortName } from './short-name.ts';

/** Flows that are listed. */
const MAX_FLOWS = 40;

/** What was, what is, and what moved between. */
export interface Comparison {
  readonly before: Layout;
  readonly after: RebalancedLayout;
}

/** What the comparison asks of the page. */
export interface ComparisonEvents {
  readonly onSide: (layout: Layout) => void;
  readonly onFlow: (cells: readonly MovedCell[]) => void;
  readonly onClose: () => void;
}

/** What a rebalance moved and what it changed. */
export function comparison({ before, after }: Comparison, shown: Layout, events: ComparisonEvents): HTMLElement {
  const budget = after.rebalance?.budget ?? { metric: 'accounts', share: 0 };
  const moved = after.rebalance?.moved[budget.metric] ?? 0;
  const side = (layout: Layout, text: string) =>
    element(
      'button',
      {
        type: 'button',
        'aria-pressed': String(layout.layoutId === shown.layoutId),
        onclick: () => events.onSide(layout),
      },
      text,
    );
  return element(
    'section',
    { id: 'comparison', 'aria-label': 'What the rebalance changed' },
    element('button', { type: 'button', class: 'close', 'aria-label': 'Close', onclick: events.onClose }, '×'),
    element('h2', {}, 'Rebalanced'),
    element(
      'p',
      { class: 'lead' },
      after.moves.length === 0
        ? 'Nothing had to move.'
        : `${formatPercent(moved, 2)} of ${budget.metric} moved, of ${formatPercent(budget.share)} allowed: ${formatWhole(after.moves.length)} cells.`,
    ),
    element(
      'div',
      { class: 'sides', role: 'group', 'aria-label': 'Show on the map' },
      side(before, 'Before'),
      side(after, 'After'),
    ),
    changes(before, after),
    flowList(after, budget.metric, events.onFlow),
  );
}

function changes(before: Layout, after: Layout): HTMLElement {
  const row = (name: string, was: string, is: string) =>
    element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, was), element('td', {}, is));
  return element(
    'table',
    {},
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('td'),
        element('th', { scope: 'col' }, 'Before'),
        element('th', { scope: 'col' }, 'After'),
      ),
    ),
    element(
      'tbody',
      {},
      ...balancedMetrics(after).map((metric) =>
        row(
          `Largest deviation of ${metric}`,
          formatPercent(worstDeviation(before, metric)),
          formatPercent(worstDeviation(after, metric)),
        ),
      ),
      row(
        'Outside a tolerance',
        String(outsideCount({ ...before, balance: after.balance })),
        String(outsideCount(after)),
      ),
      row('Moment of inertia', formatShort(before.totals.momentOfInertia), formatShort(after.totals.momentOfInertia)),
    ),
  );
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
  readonly cells: readonly MovedCell[];
}

function flowList(layout: RebalancedLayout, metric: string, onFlow: ComparisonEvents['onFlow']): HTMLElement {
  const names = new Map(layout.territories.map(({ id, name }) => [id, name]));
  return element(
    'ul',
    { class: 'flows' },
    ...flowsOf(layout.moves, metric)
      .slice(0, MAX_FLOWS)
      .map(({ from, to, amount, cells }) =>
        element(
          'li',
          {},
          element(
            'button',
            { type: 'button', class: 'row', onclick: () => onFlow(cells) },
            element('span', { class: 'name' }, `${names.get(from) ?? from} → ${shortName(names.get(to) ?? to)}`),
            element('span', { class: 'number' }, `${formatWhole(amount)} ${metric}`),
          ),
        ),
      ),
  );
}

/** Moves from one territory to another, the largest first. */
function flowsOf(moves: readonly MovedCell[], metric: string): Flow[] {
  const groups = Map.groupBy(moves, ({ from, to }) => `${from} ${to}`);
  const flows = [...groups.values()].map((cells) => ({
    from: cells[0]?.from ?? '',
    to: cells[0]?.to ?? '',
    amount: cells.reduce((sum, { sums }) => sum + (sums[metric] ?? 0), 0),
    cells,
  }));
  return flows.sort((a, b) => b.amount - a.amount);
}
