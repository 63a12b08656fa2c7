import type { z } from '@hono/zod-openapi';

/** What is wrong with a value and what would be right. A schema that has words of its own for both puts them into its message, parted by `; `. */
export function describeIssue(issue: z.core.$ZodIssue): { detail: string; remedy: string } {
  switch (issue.code) {
    case 'too_small':
      return {
        detail: SMALL[issue.origin] ?? 'is too small',
        remedy: `send at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`,
      };
    case 'too_big':
      return {
        detail: BIG[issue.origin] ?? 'is too large',
        remedy: `send at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`,
      };
    case 'invalid_type': {
      const expected = TYPES[issue.expected] ?? `a value of type ${issue.expected}`;
      return { detail: `is not ${expected}`, remedy: `send ${expected}` };
    }
    case 'invalid_value':
      return {
        detail: 'is none of the possible values',
        remedy: `send one of: ${issue.values.map(String).join(', ')}`,
      };
    default: {
      const [detail = '', remedy = 'see the reference at /openapi.json'] = issue.message.split('; ');
      return { detail, remedy };
    }
  }
}

const SMALL: Readonly<Record<string, string>> = { string: 'is too short', array: 'has too few items' };
const BIG: Readonly<Record<string, string>> = { string: 'is too long', array: 'has too many items' };
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };
const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  record: 'an object',
};
