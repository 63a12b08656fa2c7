import type { RevisedGoal } from '../../../application/create-goal.ts';
import { TAG_HEADER } from '../publications/answer-publication.ts';
import { goalBody, revisedGoalSchema } from './goal-schema.ts';
import { revisionBody } from './revision-schema.ts';

/** The answer of a route that gives one goal. */
export const goalAnswer = {
  headers: TAG_HEADER,
  content: { 'application/json': { schema: revisedGoalSchema } },
};

/** A goal with its revisions as JSON holds it. */
export function revisedGoalBody({ goal, revisions }: RevisedGoal, planId: string) {
  return { ...goalBody(goal, planId), revisions: revisions.map(revisionBody) };
}
