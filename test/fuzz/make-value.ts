import type { Schema } from '../contract/schema-errors.ts';
import type { Dice } from './dice.ts';
import { HOSTILE_TEXTS, HOSTILE_VALUES } from './hostile-values.ts';

type Schemas = Readonly<Record<string, Schema>>;

const NAMES = [
  'revenue',
  'accounts',
  'establishments',
  'workload',
  'Kim Park',
  'retail',
  'Überraschung',
  '東京',
  'a',
  't1',
];

/** A value that a schema allows, at the ends of its ranges as often as between them. */
export function makeValue(schema: Schema, schemas: Schemas, dice: Dice, depth = 0): unknown {
  if (schema.example !== undefined && dice.chance(0.4)) return schema.example;
  if (typeof schema.$ref === 'string') {
    return makeValue(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas, dice, depth + 1);
  }
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return dice.pick(schema.enum);
  if (Array.isArray(schema.allOf)) {
    return Object.assign({}, ...(schema.allOf as Schema[]).map((one) => makeValue(one, schemas, dice, depth)));
  }
  const choice = (schema.oneOf ?? schema.anyOf) as Schema[] | undefined;
  if (choice !== undefined) return makeValue(dice.pick(choice), schemas, dice, depth);
  return ofType(dice.pick([schema.type ?? 'string'].flat() as string[]), schema, schemas, dice, depth);
}

function ofType(type: string, schema: Schema, schemas: Schemas, dice: Dice, depth: number): unknown {
  if (type === 'null') return null;
  if (type === 'boolean') return dice.chance(0.5);
  if (type === 'integer' || type === 'number') return numberFor(type, schema, dice);
  if (type === 'array') return arrayFor(schema, schemas, dice, depth);
  if (type === 'object') return objectFor(schema, schemas, dice, depth);
  if (schema.format === 'date-time') return new Date(dice.whole(0, 4e12)).toISOString();
  if (schema.format === 'date') return new Date(dice.whole(0, 4e12)).toISOString().slice(0, 10);
  return dice.pick(NAMES).slice(0, Number(schema.maxLength ?? 100));
}

function numberFor(type: string, { minimum = 0, maximum = 1000 }: Schema, dice: Dice): number {
  const [low, high] = [Number(minimum), Number(maximum)];
  if (dice.chance(0.15)) return dice.pick([low, high]);
  // Near the lower end, where most that is asked for lies.
  const value = low + Math.min(high - low, high > 1000 ? 50 : high - low) * dice.next();
  return type === 'integer' ? Math.floor(value) : Number(value.toFixed(4));
}

function arrayFor({ items = {}, minItems = 0 }: Schema, schemas: Schemas, dice: Dice, depth: number): unknown[] {
  const length = Math.max(Number(minItems), depth > 6 ? 0 : dice.whole(0, 4));
  return Array.from({ length }, () => makeValue(items as Schema, schemas, dice, depth + 1));
}

function objectFor(schema: Schema, schemas: Schemas, dice: Dice, depth: number): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties } = schema as Record<string, never>;
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(properties as Schemas)) {
    const isRequired = (required as string[]).includes(name);
    if (isRequired || (depth < 6 && dice.chance(0.4))) made[name] = makeValue(member, schemas, dice, depth + 1);
  }
  if (typeof additionalProperties === 'object' && depth < 6) {
    for (let i = dice.whole(0, 2); i > 0; i--) {
      made[dice.pick(NAMES)] = makeValue(additionalProperties, schemas, dice, depth + 1);
    }
  }
  return made;
}

/** The same value with one place in it changed: a member gone or too many, another type, a step beyond an end, or something hostile. */
export function spoilValue(value: unknown, dice: Dice): unknown {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && dice.chance(0.85)) {
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    const name = dice.pick(Object.keys(copy));
    const change = dice.next();
    if (change < 0.12) delete copy[name];
    else if (change < 0.24) copy[dice.pick(HOSTILE_TEXTS)] = dice.pick(HOSTILE_VALUES);
    else copy[name] = spoilValue(copy[name], dice);
    return copy;
  }
  if (typeof value === 'number' && dice.chance(0.5)) return value + dice.pick([-1e9, -1, -0.5, 0.5, 1, 1000, 1e12]);
  if (typeof value === 'string' && dice.chance(0.3)) return value + dice.pick(HOSTILE_TEXTS);
  return dice.chance(0.5) ? dice.pick(HOSTILE_TEXTS) : dice.pick(HOSTILE_VALUES);
}
