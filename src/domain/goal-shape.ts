import { aList, aMoment, aNumber, anObject, anyOf, aPhrase, aText, orNull, type Shape } from './check-shape.ts';
import { MAX_GOAL_DAYS, MAX_TARGET } from './goal.ts';
import { daysOf } from './goal-day.ts';
import { aDay } from './read-day.ts';
import { STAGES } from './territory-stage.ts';

const anId = aPhrase(1_000);
const aGoalId = aText(/^goal_[0-9A-Za-z]{22}$/, 'send goal_ and 22 base62 digits');
const aVersion = aNumber({ minimum: 1, maximum: 1e9, whole: true });
const aTarget = aNumber({ minimum: 0, maximum: MAX_TARGET, whole: true });
const aDelta = aNumber({ minimum: -MAX_TARGET, maximum: MAX_TARGET, whole: true });
const aCount = aNumber({ minimum: 0 });
const aTime = aNumber({ minimum: 0, maximum: 1e14, whole: true });

/** Objects that are as one of some shapes, told apart by a member. */
function oneOf(shapes: Readonly<Record<string, Shape>>, tell: (value: object) => string | undefined): Shape {
  return (value, field, blame) => {
    const shape = shapes[typeof value === 'object' && value !== null ? (tell(value) ?? '') : ''];
    if (shape !== undefined) return shape(value, field, blame);
    blame(field, value, 'is none of the possible objects', `send one with ${Object.keys(shapes).join(' or ')}`);
  };
}

const byKind = (shapes: Readonly<Record<string, Shape>>) =>
  oneOf(shapes, (value) => String((value as { kind?: unknown }).kind));
const byMember = (shapes: Readonly<Record<string, Shape>>) =>
  oneOf(shapes, (value) => Object.keys(shapes).find((name) => Object.hasOwn(value, name)));

const kind = () => {};

const goalMembers = anObject({
  goalId: aGoalId,
  subject: byMember({
    territoryId: anObject({ territoryId: anId }),
    repId: anObject({ repId: anId }),
    hierarchyId: anObject({ hierarchyId: anId, parentId: anId }),
    plan: anObject({ plan: anyOf(true) }),
  }),
  metric: aPhrase(200),
  weightMetric: orNull(aPhrase(200)),
  target: aTarget,
  unit: aPhrase(200),
  step: aNumber({ minimum: 1, maximum: MAX_TARGET, whole: true }),
  start: aDay,
  due: aDay,
  owner: orNull(byMember({ repId: anObject({ repId: anId }), name: anObject({ name: anId }) })),
  note: aPhrase(5_000),
  origin: byKind({
    set: anObject({ kind }),
    spread: anObject({
      ...{ kind, by: aPhrase(200), total: aCount, weight: aCount },
      ramp: orNull(anObject({ stage: anyOf(...STAGES), share: aNumber({ minimum: 0, maximum: 1 }) })),
    }),
    transfer: anObject({ kind, fromGoalId: aGoalId }),
  }),
  createdAt: aMoment,
  version: aVersion,
});

/** A goal, as lines of plan files hold it. */
export const goalShape: Shape = (value, field, blame) => {
  let isRight = true;
  goalMembers(value, field, (...fault) => {
    isRight = false;
    blame(...fault);
  });
  if (!isRight) return;
  const { target, step, start, due } = value as { target: number; step: number; start: string; due: string };
  const days = daysOf(start, due);
  if (target % step !== 0) blame('target', target, `is no whole multiple of the step ${step}`, 'send it as it was');
  if (days < 1 || days > MAX_GOAL_DAYS) blame('due', due, 'is no end of such a period', 'send it as it was');
};

const aTransfer = anObject({
  seq: orNull(aCount),
  cause: byKind({
    publication: anObject({ kind, publicationId: anId }),
    ...{ 'accounts-named': anObject({ kind }), 'rules-changed': anObject({ kind }) },
    ...{ 'ownership-corrected': anObject({ kind }), 'accounts-moved': anObject({ kind }) },
  }),
  ...{ atMs: aTime, goalId: aGoalId, territoryId: anId, amount: aTarget, remaining: aCount },
  ...{
    daysLeft: aCount,
    days: aCount,
    accounts: aCount,
    value: aCount,
    totalValue: aCount,
    weightMetric: aPhrase(200),
  },
});

/** A revision of a goal, likewise. */
export const revisionShape = anObject({
  ...{ goalId: aGoalId, revision: aVersion, kind: anyOf('created', 'changed', 'received', 'gave') },
  ...{ effectiveDay: aDay, recordedMs: aTime, keyId: orNull(aPhrase(100)), reason: aPhrase(5_000) },
  ...{ delta: aDelta, target: aTarget, transfer: orNull(aTransfer) },
  changes: aList(anObject({ member: aPhrase(100), from: () => {}, to: () => {} }), 100),
});
