import type { DescribedOperation } from './document-reader.ts';
import { type Schema, schemaErrors } from './schema-errors.ts';

/** Headers of every answer of a server, which no description repeats. */
const PLAIN = new Set([
  ...['cf-cache-status', 'connection', 'content-encoding', 'content-length', 'content-type', 'date'],
  ...['keep-alive', 'transfer-encoding'],
]);

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** What of an answer is not as its operation is described: its status, type, headers and body. */
export function answerErrors(
  { responses, operationId }: DescribedOperation,
  { status, headers, bytes }: Answer,
  schemas: Readonly<Record<string, Schema>>,
): string[] {
  const described = responses[status];
  if (described === undefined) return [`${operationId}: status ${status} is not described`];
  const where = `${operationId} ${status}`;
  const known = new Set(Object.keys(described.headers ?? {}).map((name) => name.toLowerCase()));
  const others = [...headers.keys()].filter((name) => !PLAIN.has(name) && !known.has(name));
  const errors = others.map((name) => `${where}: the header ${name} is not described`);
  if (status === 201 && !headers.has('location')) errors.push(`${where}: does not say where what was made is`);
  const types = Object.keys(described.content ?? {});
  if (types.length === 0)
    return bytes.length === 0 ? errors : [...errors, `${where}: has a body that is not described`];
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const schema = described.content?.[type]?.schema;
  if (schema === undefined) return [...errors, `${where}: the type ${type || 'none'} is not one of ${types}`];
  if (!type.endsWith('json') || type === 'application/x-ndjson') return errors;
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return [
    ...errors,
    ...schemaErrors(schema, value, schemas)
      .slice(0, 5)
      .map((error) => `${where}: ${error}`),
  ];
}
