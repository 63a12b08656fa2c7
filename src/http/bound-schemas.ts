/** Part of a document: an object, a list or a value. */
type Part = Record<string, unknown>;

/** Where values stand that are data and no schemas. */
const DATA = new Set(['example', 'examples', 'default', 'enum', 'const']);

/** Text without a limit of its own is shorter: no attribute, sentence or cursor is longer. */
const MAX_TEXT = 10_000;
const MAX_TIME = 40;
/** The rows of the largest upload are fewer. */
const MAX_ITEMS = 5_000_000;
const MAX_INT32 = 2 ** 31 - 1;

/**
 * States for every schema of a document the bounds that hold for all values of its type, where it names none of its own: what is counted
 * begins at 0, and no text or list is endless. Clients size their columns by it.
 */
export function boundSchemas(part: unknown): void {
  if (Array.isArray(part)) for (const one of part) boundSchemas(one);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
  bound(part as Part);
  for (const [name, value] of Object.entries(part)) if (!DATA.has(name)) boundSchemas(value);
}

function bound(schema: Part): void {
  // `type` may also be the name of a property: then it is no word.
  const types = [schema.type].flat();
  if (types.includes('integer')) boundInteger(schema);
  if (types.includes('string')) boundText(schema);
  if (types.includes('array')) schema.maxItems ??= MAX_ITEMS;
}

function boundInteger(schema: Part): void {
  schema.minimum ??= 0;
  schema.maximum ??= Number.MAX_SAFE_INTEGER;
  schema.format ??= Number(schema.maximum) > MAX_INT32 ? 'int64' : 'int32';
}

function boundText(schema: Part): void {
  if (schema.enum !== undefined || schema.const !== undefined) return;
  const isTime = schema.format === 'date' || schema.format === 'date-time';
  schema.maxLength ??= schema.format === 'binary' ? MAX_INT32 : isTime ? MAX_TIME : MAX_TEXT;
}
