import { MAX_MATCHED } from './assignment.ts';
import { aList, aNumber, anObject, anyOf, aPhrase, aText, orNull, type Shape } from './check-shape.ts';

/** Items of a list on one line of a plan file: below 1 MB with the longest ids. */
export const ITEMS_PER_LINE = 200;

const amount = aNumber();
const share = aNumber({ minimum: 0 });
const natural = aNumber({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, whole: true });
const matched = aNumber({ minimum: 0, maximum: MAX_MATCHED, whole: true });
const id = aPhrase(800);
const sentence = aPhrase(20_000);
const aDay = aText(/^\d{4}-\d{2}-\d{2}$/, 'send a day as YYYY-MM-DD');
const isAny = anyOf(true, false);

/** All of an assignment but its ids, its time and its lists. */
export const assignmentHeadShape = anObject({
  on: aDay,
  weights: anObject({ distance: share, capacity: share, continuity: share, tenure: share }),
  meanDistanceKm: orNull(share),
  totalCost: share,
  assignedCount: matched,
  vacantCount: matched,
  unassignedCount: matched,
});

const parts = anObject({
  distance: anObject({ km: orNull(share), known: isAny, cost: share }),
  capacity: anObject({ workloadHours: orNull(amount), capacityHours: orNull(amount), cost: share }),
  continuity: anObject({ accountsKept: natural, accounts: natural, cost: share }),
  tenure: anObject({ isNew: isAny, years: orNull(share), cost: share }),
});

/** The lists of an assignment, by name, each as it stands on one line. */
export const assignmentListShapes: Readonly<Record<'pairs' | 'vacant' | 'unassigned', Shape>> = {
  pairs: aList(
    anObject({
      territoryId: id,
      repId: orNull(id),
      cost: orNull(share),
      parts: orNull(parts),
      runnerUp: orNull(anObject({ repId: id, cost: share, difference: share })),
      why: sentence,
    }),
    ITEMS_PER_LINE,
  ),
  vacant: aList(
    anObject({
      territoryId: id,
      reason: sentence,
      excluded: anObject({
        leave: natural,
        forbidden: natural,
        skills: natural,
        fixed: natural,
        elsewhere: natural,
      }),
      missingSkills: aList(anObject({ skill: aPhrase(1_000), accounts: natural, reps: natural }), 10),
    }),
    ITEMS_PER_LINE,
  ),
  unassigned: aList(anObject({ repId: id, reason: sentence, backOn: orNull(aDay) }), ITEMS_PER_LINE),
};
