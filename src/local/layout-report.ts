import { formatPercent, formatSignedPercent, formatWhole } from '../console/page/format-number.ts';
import { writeFragment } from '../console/page/fragment.ts';
import { balancedMetrics, isOutside, signedDeviation, worstDeviation } from '../console/page/measures.ts';
import type { Layout, Territory } from '../domain/layout.ts';
import type { OpenedSample } from './sample-plan.ts';

/** Where the layout is served, and with which key. */
export interface ServedAt {
  readonly origin: string;
  readonly key: string;
}

/** The layout as a table, and what to do with it next. Those outside a tolerance are marked with `!`. */
export function layoutReport({ layout, solveMs }: OpenedSample, { origin, key }: ServedAt): string {
  const address = `${origin}/v1/layouts/${layout.layoutId}`;
  const fragment = writeFragment({ key, layoutId: layout.layoutId });
  return [
    '',
    territoryTable(layout),
    '',
    ...verdict(layout),
    solveMs === null
      ? 'The layout was there already: nothing was loaded or solved again.'
      : `Solved on the server in ${(solveMs / 1000).toFixed(1)} s (${layout.engine}, seed ${layout.seed}, ${formatWhole(layout.steps)} steps).`,
    '',
    `Key   ${key}`,
    `Try   curl -H "Authorization: Bearer ${key}" -H "Accept: application/geo+json" ${address}/territories`,
    `Map   ${origin}/${fragment}`,
    '',
  ].join('\n');
}

function territoryTable(layout: Layout): string {
  const metrics = balancedMetrics(layout);
  const head = ['territory', ...metrics.flatMap((metric) => [metric, 'deviation']), 'compactness'];
  const rows = layout.territories.map((one) => [
    one.name,
    ...metrics.flatMap((metric) => [formatWhole(one.sums[metric] ?? 0), deviation(layout, one, metric)]),
    one.compactness.polsbyPopper.toFixed(3),
  ]);
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  ');
  return [head, ...rows].map(line).join('\n');
}

function deviation(layout: Layout, territory: Territory, metric: string): string {
  return `${formatSignedPercent(signedDeviation(territory, metric))}${isOutside(layout, territory, metric) ? '!' : ' '}`;
}

function verdict(layout: Layout): string[] {
  const worst = balancedMetrics(layout).map(
    (metric) =>
      `${metric} off by ${formatPercent(worstDeviation(layout, metric))} at most (${formatPercent(layout.balance[metric] ?? 0)} allowed)`,
  );
  const cells = `${layout.territories.length} territories of ${formatWhole(layout.totals.leaves)} cells`;
  const base = `H3 resolution ${layout.resolution.base} to ${layout.resolution.finest}`;
  return [
    `${cells}, ${base}: ${worst.join(', ')}. Compactness is Polsby-Popper.`,
    ...(layout.feasible ? ['Every territory is connected and within its tolerances.'] : []),
    ...layout.violations.map(({ detail, remedy }) => `! ${detail}. ${remedy}.`),
  ];
}
