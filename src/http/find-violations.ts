import { type RouteConfig, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import { describeIssue } from './describe-issue.ts';
import type { HttpEnv } from './http-env.ts';

/** The parts of a request that are validated, in the order in which they are. */
const TARGETS = ['query', 'param', 'json'] as const;

/** What a part of a request was, and what zod made of it. */
export interface Outcome {
  readonly success: boolean;
  readonly target: string;
  readonly data?: unknown;
  readonly error?: unknown;
}

/** Everything that is wrong with one part of a request. Fields of a body are JSON pointers. */
export function findViolations({ success, target, data, error }: Outcome): Violation[] {
  if (success) return [];
  return (error as z.ZodError).issues.flatMap((issue) => toViolations(issue, target, data));
}

/** The same for the parts that come after one: a bad query must not hide what is wrong with the body. */
export async function findLaterViolations(
  c: Context<HttpEnv>,
  { request }: RouteConfig,
  target: string,
): Promise<Violation[]> {
  const found: Violation[] = [];
  const later = TARGETS.slice(TARGETS.indexOf(target as (typeof TARGETS)[number]) + 1);
  for (const part of later) {
    const schema = part === 'json' ? jsonSchema(request) : request?.[PARTS[part]];
    // An upload has no schema here: its rows are checked one by one while they are read.
    if (!(schema instanceof z.ZodType)) continue;
    const data: unknown = await { query: () => c.req.query(), param: () => c.req.param(), json: () => c.req.json() }[
      part
    ]();
    found.push(...findViolations({ ...(await schema.safeParseAsync(data)), target: part, data }));
  }
  return found;
}

function jsonSchema(request: RouteConfig['request']): unknown {
  const media = request?.body?.content['application/json'];
  return media !== undefined && 'schema' in media ? media.schema : undefined;
}

const PARTS = { query: 'query', param: 'params' } as const;

function toViolations(issue: z.core.$ZodIssue, target: string, data: unknown): Violation[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: fieldOf([...issue.path, key], target),
      value: shown(valueAt(data, [...issue.path, key])),
      detail: 'is not known here',
      remedy: issue.message,
    }));
  }
  const value = valueAt(data, issue.path);
  if (target === 'query' && Array.isArray(value) && issue.code !== 'custom') {
    const remedy = 'send it once';
    return [{ field: fieldOf(issue.path, target), value: shown(value), detail: 'is there more than once', remedy }];
  }
  return [
    {
      field: fieldOf(issue.path, target),
      value: issue.code === 'custom' && typeof issue.params?.value === 'string' ? issue.params.value : shown(value),
      ...describeIssue(issue),
      ...(value === undefined && { detail: 'is missing' }),
    },
  ];
}

/** A JSON pointer (RFC 6901) into a body, or the name of a parameter. */
function fieldOf(path: readonly PropertyKey[], target: string): string {
  const names = path.map(String);
  if (target !== 'json') return names.join('.');
  return `/${names.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return shorten(typeof value === 'string' ? value : JSON.stringify(value));
}
