/** A schema of the description, as JSON Schema has it. */
export type Schema = Readonly<Record<string, unknown>>;
type Schemas = Readonly<Record<string, Schema>>;

const ANNOTATIONS = ['description', 'example', 'examples', 'default', 'title', 'deprecated'];
const KNOWN = new Set([
  ...ANNOTATIONS,
  ...[
    '$ref',
    'allOf',
    'anyOf',
    'oneOf',
    'type',
    'enum',
    'const',
    'properties',
    'required',
    'additionalProperties',
    'items',
  ],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'format'],
]);
const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

/**
 * What of a value is not as its schema says, by JSON pointer. Stricter than JSON Schema in one thing: an object that lists its members has
 * no others, so that nothing is answered that is not described. A word of the language that it does not know is an error, too.
 */
export function schemaErrors(schema: Schema, value: unknown, schemas: Schemas, at = ''): string[] {
  const unknown = Object.keys(schema).filter((word) => !KNOWN.has(word) && !word.startsWith('x-'));
  if (unknown.length > 0) return [`${at}: the schema says ${unknown}, which is not understood`];
  const whole = merged(schema, schemas);
  for (const word of ['anyOf', 'oneOf'] as const) {
    if (!Array.isArray(whole[word])) continue;
    const tried = (whole[word] as Schema[]).map((one) => schemaErrors(one, value, schemas, at));
    if (!tried.some((errors) => errors.length === 0)) return tried.flat();
  }
  const type = typeOf(value);
  const types = [whole.type ?? []].flat() as string[];
  const fits = types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  if (!fits) return [`${at}: is ${type}, not ${types.join(' or ')}`];
  return [...valueErrors(whole, value), ...partErrors(whole, value, schemas, at)].map((error) =>
    error.startsWith('/') || error.startsWith(': ') ? error : `${at}: ${error}`,
  );
}

/** A schema with what it refers to and all that it adds up from. */
function merged(schema: Schema, schemas: Schemas): Schema {
  if (typeof schema.$ref === 'string') return merged(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if (!Array.isArray(schema.allOf)) return schema;
  const { allOf, ...own } = schema;
  const parts = [...(allOf as Schema[]), own].map((one) => merged(one, schemas));
  return {
    ...Object.assign({}, ...parts),
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
    required: parts.flatMap(({ required }) => (required as string[] | undefined) ?? []),
  };
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function valueErrors(schema: Schema, value: unknown): string[] {
  const errors: string[] = [];
  const must = (holds: boolean, what: string) => {
    if (!holds) errors.push(`${JSON.stringify(value)?.slice(0, 60)} ${what}`);
  };
  if (Array.isArray(schema.enum)) must(schema.enum.includes(value as never), `is none of ${schema.enum}`);
  if (schema.const !== undefined) must(schema.const === value, `is not ${schema.const}`);
  if (typeof value === 'number') {
    if (schema.minimum !== undefined) must(value >= Number(schema.minimum), `is below ${schema.minimum}`);
    if (schema.maximum !== undefined) must(value <= Number(schema.maximum), `is above ${schema.maximum}`);
    if (typeof schema.exclusiveMinimum === 'number') must(value > schema.exclusiveMinimum, 'is too small');
  }
  if (typeof value === 'string') {
    if (schema.minLength !== undefined) must(value.length >= Number(schema.minLength), 'is too short');
    if (schema.maxLength !== undefined) must([...value].length <= Number(schema.maxLength), 'is too long');
    if (typeof schema.pattern === 'string') must(new RegExp(schema.pattern, 'u').test(value), 'breaks the pattern');
    const format = FORMATS[String(schema.format)];
    if (format !== undefined) must(format.test(value), `is no ${schema.format}`);
  }
  return errors;
}

function partErrors(schema: Schema, value: unknown, schemas: Schemas, at: string): string[] {
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Number.MAX_VALUE, items = {} } = schema as { [name: string]: never };
    const counts = value.length >= minItems && value.length <= maxItems ? [] : [`${at}: has ${value.length} items`];
    return [...counts, ...value.flatMap((one, i) => schemaErrors(items, one, schemas, `${at}/${i}`))];
  }
  if (typeof value !== 'object' || value === null) return [];
  const { properties, required = [], additionalProperties } = schema as Record<string, never>;
  const known = (properties ?? {}) as Schemas;
  const others = (additionalProperties ?? properties === undefined) as boolean | Schema;
  const missing = (required as string[]).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${at}/${name}: is missing`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const own = Object.hasOwn(known, name) ? known[name] : others;
      if (own === false) return [`${at}/${name}: is not described`];
      return typeof own === 'object' ? schemaErrors(own, member, schemas, `${at}/${name}`) : [];
    }),
  ];
}
