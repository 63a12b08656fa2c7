import { expect, test } from 'vitest';
import { type Schema, schemaErrors } from './schema-errors.ts';

const SCHEMAS = {
  Named: { type: 'object', properties: { name: { type: 'string', minLength: 1, maxLength: 3 } }, required: ['name'] },
};
const BOTH: Schema = {
  allOf: [{ $ref: '#/components/schemas/Named' }],
  type: 'object',
  properties: { size: { type: ['integer', 'null'], minimum: 1, maximum: 9 } },
  required: ['size'],
};

test.each([
  [BOTH, { name: 'a', size: 3 }],
  [BOTH, { name: 'a', size: null }],
  [{ type: 'array', items: { type: 'number' }, maxItems: 2 }, [1, 2.5]],
  [{ type: 'object', additionalProperties: { type: 'number' } }, { any: 1 }],
  [{ type: 'object', properties: {}, additionalProperties: {} }, { any: 'x' }],
  [{ anyOf: [{ type: 'string', enum: ['a'] }, { type: 'integer' }] }, 7],
  [{ type: 'string', format: 'date-time' }, '2027-01-04T09:00:00.000Z'],
] as const)('%j takes %j', (schema, value) => {
  expect(schemaErrors(schema as Schema, value, SCHEMAS)).toEqual([]);
});

test.each([
  [BOTH, { name: 'abcd', size: 3 }, '/name: "abcd" is too long'],
  [BOTH, { size: 3 }, '/name: is missing'],
  [BOTH, { name: 'a', size: 2.5 }, '/size: is number, not integer or null'],
  [BOTH, { name: 'a', size: 10 }, '/size: 10 is above 9'],
  [BOTH, { name: 'a', size: 3, more: 1 }, '/more: is not described'],
  [{ type: 'array', items: {}, maxItems: 1 }, [1, 2], ': has 2 items'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, { any: 'x' }, '/any: is string, not number'],
  [{ const: 'a' }, 'b', ': "b" is not a'],
  [{ type: 'string', format: 'date-time' }, 'now', ': "now" is no date-time'],
  [{ not: {} }, 1, ': the schema says not, which is not understood'],
] as const)('%j refuses %j', (schema, value, error) => {
  expect(schemaErrors(schema as Schema, value, SCHEMAS)).toEqual([error]);
});
