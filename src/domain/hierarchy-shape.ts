import {
  aList,
  aMoment,
  aNumber,
  anObject,
  anyOf,
  aPhrase,
  aRecord,
  aText,
  orNull,
  type Shape,
} from './check-shape.ts';
import { MAX_LEVELS, MAX_NAMED, MAX_PARENTS } from './hierarchy.ts';
import { violationKinds } from './layout.ts';
import { layoutId, MAX_TERRITORIES } from './layout-shape.ts';
import { MAX_METRIC_NAME } from './metric.ts';

const natural = aNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true });
const position = aNumber({ minimum: 0, maximum: MAX_PARENTS - 1, whole: true });
const level = aPhrase(50);
const territoryId = aPhrase(200);
const nodeId = aPhrase(100);
const hierarchyId = aText(/^hie_[0-9A-Za-z]{22}$/, 'send hie_ and 22 letters and digits');

const ORIGINS: Readonly<Record<string, Shape>> = {
  given: anObject({ kind: anyOf('given') }),
  solved: solvedAs('solved'),
  'solved-top-down': solvedAs('solved-top-down'),
  carried: anObject({
    kind: anyOf('carried'),
    from: hierarchyId,
    fromLayout: layoutId,
    decided: anObject({
      kept: natural,
      added: aList(anObject({ territoryId, nodeId, by: anyOf('overlap', 'neighbors') }), MAX_NAMED),
      addedCount: natural,
      dropped: aList(territoryId, MAX_NAMED),
      droppedCount: natural,
    }),
  }),
};
const anOrigin = anObject({ kind: anyOf(...Object.keys(ORIGINS)) });

function solvedAs(kind: string): Shape {
  return anObject({
    kind: anyOf(kind),
    counts: aList(natural, MAX_LEVELS),
    balance: aRecord(aNumber({ minimum: 0 })),
    seed: natural,
    effort: anyOf('fast', 'normal', 'best'),
    engine: aPhrase(200),
  });
}

/** All of a hierarchy but its parents and its layout. */
export const hierarchyHeadShape: Shape = anObject({
  hierarchyId,
  levels: aList(level, MAX_LEVELS),
  connected: aList(level, MAX_LEVELS),
  origin: (value, field, blame) => {
    const { kind } = (value ?? {}) as { kind?: unknown };
    const shape = typeof kind === 'string' && Object.hasOwn(ORIGINS, kind) ? ORIGINS[kind] : anOrigin;
    shape?.(value, field, blame);
  },
  violations: aList(
    anObject(
      { kind: anyOf(...violationKinds), level, detail: aPhrase(5_000), remedy: aPhrase(5_000) },
      { nodeId, metric: aPhrase(MAX_METRIC_NAME) },
    ),
    MAX_NAMED,
  ),
  violationCount: natural,
  territories: aList(position, MAX_TERRITORIES),
  createdAt: aMoment,
  version: natural,
});

const manager: Shape = (value, field, blame) => {
  const isRep = typeof value === 'object' && value !== null && Object.hasOwn(value, 'repId');
  anObject(isRep ? { repId: aPhrase(200) } : { name: aPhrase(200) })(value, field, blame);
};

/** A parent of a hierarchy. */
export const parentShape: Shape = anObject({
  id: nodeId,
  name: aPhrase(200),
  manager: orNull(manager),
  level: aNumber({ minimum: 0, maximum: MAX_LEVELS - 1, whole: true }),
  parent: orNull(position),
  pieces: natural,
  neighbors: aList(position, MAX_PARENTS),
});
