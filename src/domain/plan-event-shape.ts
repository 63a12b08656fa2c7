import { STATUS_GROUPS } from './account-status.ts';
import { aList, aNumber, anObject, anyOf, aPhrase, aRecord, aText, orNull, type Shape } from './check-shape.ts';
import { aCell } from './layout-shape.ts';
import { MAX_LINE_ID } from './line.ts';
import { LAST_MOMENT_MS } from './moment.ts';
import type { PlanEvent } from './plan-event.ts';

const layoutId = aText(/^lay_[a-z2-7]{52}$/, 'send lay_ and 52 characters');
const publicationId = aText(/^pub_[0-9A-Za-z]{22}$/, 'send pub_ and 22 characters');
const challengeId = aText(/^chl_[0-9A-Za-z]{22}$/, 'send chl_ and 22 characters');
const moment = aNumber({ minimum: 0, maximum: LAST_MOMENT_MS, whole: true });
const id = aPhrase(200);
const line = orNull(aPhrase(MAX_LINE_ID));
const reason = aPhrase(2_000);
/** A list of what one upload may name. */
const MANY = 100_000;

const content = {
  publicationId,
  line,
  layoutId,
  assignmentId: orNull(id),
  reps: aRecord(orNull(id)),
  note: aPhrase(2_000),
};
const owner: Shape = (value, field, blame) => {
  const shape = typeof value === 'object' && value !== null && 'repId' in value ? { repId: id } : { territoryId: id };
  anObject(shape)(value, field, blame);
};
const texts = aList(id, MANY);
const ruleCondition = anObject(
  {},
  {
    ...{ segments: texts, productLines: texts, sizes: texts, skills: texts, attributes: aRecord(texts) },
    statuses: aList(anyOf(...STATUS_GROUPS), STATUS_GROUPS.length),
  },
);
const dispute: Shape = (value, field, blame) => {
  const ofAccount = typeof value === 'object' && value !== null && 'accountId' in value;
  const pair: Shape = (given, at, tell) => {
    aList(id, 2)(given, at, tell);
    if (Array.isArray(given) && given.length !== 2) tell(at, given, 'are not two', 'send two territories');
  };
  anObject(ofAccount ? { accountId: id } : { territories: pair, cells: aList(aCell, 1_000) })(value, field, blame);
};

/** What events hold beside their kind. A kind without an entry does not compile. */
const EVENTS = {
  'publication-drafted': content,
  'publication-changed': content,
  'publication-submitted': { publicationId },
  'publication-approved': { publicationId },
  'publication-returned': { publicationId, reason },
  'publication-published': { publicationId, fromMs: moment, fromLayoutId: orNull(layoutId), toLayoutId: layoutId },
  'publication-withdrawn': {
    ...{ publicationId, reason, resumes: orNull(publicationId) },
    ...{ fromLayoutId: orNull(layoutId), toLayoutId: orNull(layoutId) },
  },
  'ownership-corrected': {
    ...{ publicationId, fromMs: moment, untilMs: moment, reason },
    ...{ fromLayoutId: orNull(layoutId), toLayoutId: layoutId },
  },
  'accounts-named': {
    ...{ line, accountIds: aList(aPhrase(1_000), MANY), owner: orNull(owner), fromMs: moment },
    ...{ untilMs: orNull(moment), isCorrection: anyOf(true, false), reason },
  },
  'rules-changed': {
    ...{ line, fromMs: moment, reason },
    rules: aList(anObject({ ruleId: id, name: aPhrase(1_000), when: ruleCondition, owner }), MANY),
  },
  'challenge-opened': { challengeId, publicationId, repId: orNull(id), dispute, reason },
  'challenge-accepted': { challengeId, reason, layoutId: orNull(layoutId) },
  'challenge-refused': { challengeId, reason },
} as const satisfies Record<PlanEvent['kind'], Readonly<Record<string, Shape>>>;

/** Members that events may have or not. */
const OPTIONAL: Partial<Record<PlanEvent['kind'], Readonly<Record<string, Shape>>>> = {
  'ownership-corrected': { request: aText(/^[0-9a-f]{64}$/, 'send 64 lower-case hexadecimal digits') },
};

/** Events as a log holds them. */
export const planEventShape: Shape = (value, field, blame) => {
  const kind = (value as { kind?: unknown } | null)?.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(EVENTS, kind)) {
    return blame(field, value, 'is no event', `send an event of one of these kinds: ${Object.keys(EVENTS).join(', ')}`);
  }
  const members = { kind: anyOf(kind), ...EVENTS[kind as PlanEvent['kind']] };
  anObject(members, OPTIONAL[kind as PlanEvent['kind']])(value, field, blame);
};
