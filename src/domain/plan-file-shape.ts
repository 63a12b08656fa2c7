import { aList, aMoment, aNumber, anObject, anyOf, aPhrase, aText, orNull, type Shape } from './check-shape.ts';
import { goalShape, revisionShape } from './goal-shape.ts';
import { MAX_LABEL, MAX_LABELS, MAX_NOTE } from './layout-entry.ts';
import { aCell } from './layout-shape.ts';
import { lineIdShape, lineShape } from './line-shape.ts';
import { MAX_METRIC_NAME } from './metric.ts';
import { findTimeZone } from './moment.ts';
import { ACTUALS_PER_LINE, PLACES_PER_LINE, PLAN_FILE, REVISIONS_PER_LINE } from './plan-file.ts';
import { MAX_PLAN_TEXT, TEXT_KINDS } from './plan-text.ts';
import { MAX_QUALITY_WEIGHT } from './quality-weights.ts';
import { aDay } from './read-day.ts';
import { MAX_RAMP_MONTHS, STAGES } from './territory-stage.ts';

const aName = aText(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u, 'send 1 to 200 printable characters');
const timeZone: Shape = (value, field, blame) => {
  if (typeof value !== 'string' || findTimeZone(value) === null) {
    blame(field, value, 'is no time zone', 'send an IANA name such as America/New_York');
  }
};
const aThing = aPhrase(200);
const anOwner: Shape = (value, field, blame) => {
  anObject({}, { territoryId: aThing, repId: aThing })(value, field, blame);
  if (Object.keys(value ?? {}).length !== 1) blame(field, value, 'is no owner', 'send a territoryId or a repId');
};
const aPastMoment: Shape = (value, field, blame) =>
  aNumber({ minimum: 0, maximum: Date.now(), whole: true })(value, field, blame);
const natural = aNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true });

const aShare = aNumber({ minimum: 0, maximum: 1 });
const aWeight = aNumber({ minimum: 0, maximum: MAX_QUALITY_WEIGHT });
const aWeightOfEach = { potential: aWeight, customers: aWeight, room: aWeight, service: aWeight };

/** What lines of a plan file hold beside their `type`, as far as they are not read by what reads uploads. */
export const PLAN_FILE_SHAPES = {
  header: anObject({ format: anyOf(PLAN_FILE.format), version: anyOf(PLAN_FILE.version) }),
  plan: anObject(
    {
      name: aName,
      metrics: aList(
        anObject({ name: aPhrase(MAX_METRIC_NAME), unit: orNull(aPhrase(50)), kind: anyOf('sum', 'count') }),
        100,
      ),
      finestResolution: aNumber({ minimum: 0, maximum: 15, whole: true }),
      tolerance: aNumber({ minimum: Number.MIN_VALUE, maximum: 1 }),
      createdAt: aMoment,
    },
    {
      timeZone,
      approvalRequired: anyOf(true, false),
      catchAll: orNull(anOwner),
      valueMetric: orNull(aPhrase(MAX_METRIC_NAME)),
      potentialMetric: orNull(aPhrase(MAX_METRIC_NAME)),
      quality: anObject({ weights: anObject(aWeightOfEach) }),
    },
  ),
  line: lineShape,
  departed: anObject({ id: aPhrase(1_000), name: aPhrase(1_000), leftMs: aPastMoment }),
  text: anObject({
    kind: anyOf(...TEXT_KINDS),
    territoryId: orNull(aThing),
    version: aNumber({ minimum: 1, maximum: 1e9, whole: true }),
    text: aText(/^[^\p{Cs}\0]{0,20000}$/u, `send at most ${MAX_PLAN_TEXT} characters`),
    keyId: aPhrase(100),
    createdAt: aMoment,
  }),
  places: anObject({
    places: aList((value, field, blame) => {
      const [account, untilMs, cell, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
      aPhrase(1_000)(account, `${field}/0`, blame);
      aPastMoment(untilMs, `${field}/1`, blame);
      aCell(cell, `${field}/2`, blame);
      if (more.length > 0) blame(field, value, 'has more than three members', 'send an account, a time and a cell');
    }, PLACES_PER_LINE),
  }),
  // Files of before layouts had names and lines have none.
  layout: anObject(
    { createdAt: aMoment, layout: () => {} },
    {
      name: orNull(aName),
      note: orNull(aPhrase(MAX_NOTE)),
      labels: aList(aPhrase(MAX_LABEL), MAX_LABELS),
      line: lineIdShape,
    },
  ),
  stage: anObject({ territoryId: aThing, stage: anyOf(...STAGES), since: aDay, ramp: aList(aShare, MAX_RAMP_MONTHS) }),
  goals: anObject({ seq: natural, settledMs: natural, placesMs: natural, layoutId: orNull(aPhrase(100)) }),
  goal: goalShape,
  revisions: anObject({ revisions: aList(revisionShape, REVISIONS_PER_LINE) }),
  actuals: anObject({
    actuals: aList(
      aList(() => {}, 4),
      ACTUALS_PER_LINE,
    ),
  }),
  pipelineStage: anObject({ name: aName, probability: aShare }),
  assignment: (value, field, blame) =>
    aMoment((value as { createdAt?: unknown }).createdAt, `${field}createdAt`, blame),
  end: anObject(
    { reps: natural, accounts: natural, layouts: natural },
    {
      ...{ lines: natural, hierarchies: natural, assignments: natural, entries: natural },
      ...{ departed: natural, places: natural, texts: natural, stages: natural, goals: natural, revisions: natural },
      ...{ actuals: natural, pipelineStages: natural, deals: natural },
    },
  ),
} as const satisfies Readonly<Record<string, Shape>>;
