import { phrase } from './phrase.ts';

/** Why somebody does something, for the record. */
export const reasonSchema = phrase(2_000).min(1).openapi({
  description: 'Why, for the record.',
  example: 'Two territories share a customer',
});
