import { isValidCell } from 'h3-js';
import {
  aList,
  aNumber,
  anObject,
  anyOf,
  aPhrase,
  aRecord,
  aText,
  type BlameShape,
  orNull,
  type Shape,
} from './check-shape.ts';
import { editKinds, MAX_BROKE, MAX_EDIT_ITEMS, MAX_EDITS } from './edit.ts';
import { MAX_LEVELS } from './hierarchy.ts';
import { GAP_CHOICES, MAX_DISPUTED_CELLS, MAX_DISPUTES, NAMED_IN_IMPORT } from './imported.ts';
import { violationKinds } from './layout.ts';
import { lineIdShape } from './line-shape.ts';
import { MAX_METRIC_NAME, MAX_METRICS } from './metric.ts';

/** Most territories of a layout. */
export const MAX_TERRITORIES = 10_000;
/** Violations and islands that a layout names. */
const MAX_NAMED = 1_000;
/** A plan's metrics, the accounts, and the workload. */
const MAX_COLUMNS = MAX_METRICS + 2;

const amount = aNumber();
const share = aNumber({ minimum: 0 });
const fraction = aNumber({ minimum: 0, maximum: 1 });
const natural = aNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true });
const position = aNumber({ minimum: 0, maximum: MAX_TERRITORIES - 1, whole: true });
const resolution = aNumber({ minimum: 0, maximum: 15, whole: true });
const byMetric = aRecord(amount);
const metricName = aPhrase(MAX_METRIC_NAME);
/** Content address of a layout. */
export const layoutId = aText(/^lay_[a-z2-7]{52}$/, 'send lay_ and 52 characters');
const isAny = anyOf(true, false);

/** An H3 cell. */
export function aCell(value: unknown, field: string, blame: BlameShape): void {
  if (typeof value === 'string' && /^8[0-9a-f]{14}$/.test(value) && isValidCell(value)) return;
  blame(field, value, 'is not an H3 cell', 'send 15 lower-case hexadecimal digits, for example 8928308280fffff');
}

const violationShape = anObject(
  { kind: anyOf(...violationKinds), detail: aPhrase(5_000), remedy: aPhrase(5_000) },
  { territoryId: aPhrase(200), metric: metricName, cell: aCell, amount },
);

/** An edit, as far as nothing is looked up by it: what it was made of is told again as it came. */
const editShape: Shape = (value, field, blame) => {
  anObject({ kind: anyOf(...editKinds) }, editMembers)(value, field, blame);
};
const editMembers: Readonly<Record<string, Shape>> = {
  to: aPhrase(200),
  cells: aList(aCell, MAX_EDIT_ITEMS),
  accounts: aList(aPhrase(1_000), MAX_EDIT_ITEMS),
  polygon: (value, field, blame) => {
    if (typeof value !== 'object') blame(field, value, 'is not a polygon', 'send GeoJSON');
  },
  territories: aList(aPhrase(200), MAX_TERRITORIES),
  into: (value, field, blame) => {
    if (typeof value !== 'number') aPhrase(200)(value, field, blame);
  },
  territory: aPhrase(200),
  id: aPhrase(200),
  name: aPhrase(1_000),
};

const namedAccounts = aList(aPhrase(200), NAMED_IN_IMPORT);

const importedShape = anObject(
  {
    from: anyOf('geojson', 'csv', 'json'),
    by: anyOf('polygon', 'account', 'key'),
    key: orNull(aPhrase(200)),
    gaps: anyOf(...GAP_CHOICES),
    territories: natural,
    reps: aRecord(aPhrase(200)),
    representation: anObject({
      accountsExact: natural,
      accountsElsewhere: natural,
      choices: anObject({ count: natural, cells: aList(aCell, NAMED_IN_IMPORT) }),
      gap: anObject({ accounts: natural, accountIds: namedAccounts }),
      overlap: anObject({ accounts: natural, accountIds: namedAccounts }),
      unknown: anObject({ rows: natural, values: aList(aPhrase(200), NAMED_IN_IMPORT) }),
      shareOfSurface: orNull(fraction),
      worst: aList(anObject({ territoryId: aPhrase(200), share: fraction }), 10),
    }),
    disputes: aList(
      anObject(
        {
          kind: anyOf('gap', 'overlap'),
          territoryIds: aList(aPhrase(200), MAX_TERRITORIES),
          accounts: natural,
          accountIds: namedAccounts,
          cells: aList(aCell, MAX_DISPUTED_CELLS),
        },
        { moreCells: natural },
      ),
      MAX_DISPUTES,
    ),
  },
  { untold: anObject({ disputes: natural, accounts: natural }) },
);

/** All of a layout but its territories. */
export const layoutHeadShape: Shape = anObject(
  {
    layoutId,
    feasible: isAny,
    violations: aList(violationShape, MAX_NAMED),
    violationCount: natural,
    resolution: anObject({ base: resolution, finest: resolution, why: aPhrase(2_000) }),
    seed: natural,
    effort: anyOf('fast', 'normal', 'best'),
    steps: natural,
    engine: aPhrase(200),
    metrics: aList(metricName, MAX_COLUMNS),
    balance: aRecord(share),
    cover: anObject({
      resolution: orNull(resolution),
      baseResolution: orNull(resolution),
      splitShare: share,
      fillDistanceKm: orNull(share),
    }),
    totals: anObject({ sums: byMetric, leaves: natural, occupiedLeaves: natural, momentOfInertia: share }),
    islands: aList(anObject({ from: aCell, to: aCell, distanceKm: share, units: natural }), MAX_NAMED),
    islandCount: natural,
  },
  {
    line: lineIdShape,
    follow: anObject({ layoutId, weight: fraction, shared: fraction, kept: fraction }),
    topDown: anObject({ levels: aList(anObject({ name: aPhrase(50), count: natural }), MAX_LEVELS) }),
    rebalance: anObject(
      { from: layoutId, budget: anObject({ metric: metricName, share }), moved: byMetric },
      { territories: aList(aPhrase(200), MAX_TERRITORIES) },
    ),
    edit: anObject(
      {
        from: layoutId,
        edits: aList(editShape, MAX_EDITS),
        moved: byMetric,
        touched: aList(aPhrase(200), MAX_TERRITORIES),
        broke: aList(violationShape, MAX_BROKE),
      },
      { name: aPhrase(200) },
    ),
    imported: importedShape,
    merge: anObject({
      base: layoutId,
      ours: layoutId,
      theirs: layoutId,
      prefer: anyOf('ours', 'theirs', null),
      clashes: natural,
    }),
  },
);

/** A territory of a layout. */
export const territoryShape: Shape = anObject({
  id: aPhrase(200),
  name: aPhrase(1_000),
  accounts: share,
  sums: byMetric,
  targets: byMetric,
  deviations: byMetric,
  compactness: anObject({ momentOfInertia: share, polsbyPopper: share }),
  areaKm2: share,
  neighbors: aList(aPhrase(200), MAX_TERRITORIES),
  color: natural,
});

/** A leaf with the position of its territory and, unless it is empty, its sums. */
export const leafShape: Shape = (value, field, blame) => {
  const [cell, territory, ...sums] = Array.isArray(value) ? (value as unknown[]) : [];
  aCell(cell, `${field}/0`, blame);
  position(territory, `${field}/1`, blame);
  sums.forEach((sum, at) => {
    amount(sum, `${field}/${at + 2}`, blame);
  });
};
