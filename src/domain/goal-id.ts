import { randomBase62 } from './random-base62.ts';
import { seededBase62 } from './seeded-base62.ts';

const DIGITS = 22;

/** A new random id: `goal_` and 22 base62 digits. */
export function newGoalId(): string {
  return `goal_${randomBase62(DIGITS)}`;
}

/** The id that always follows from a text. */
export async function goalIdOf(seed: string): Promise<string> {
  return `goal_${await seededBase62(seed, DIGITS)}`;
}
