import type { z } from '@hono/zod-openapi';
import { Failure, type Violation } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';
import { describeIssue } from './describe-issue.ts';

type Outcome = {
  readonly success: boolean;
  readonly target: string;
  readonly data?: unknown;
  readonly error?: unknown;
};

/** Most violations that one answer lists. */
const MAX_VIOLATIONS = 100;

/** Hook of every validated route: turns what zod found into one failure with every violation in it. */
export function throwViolations(result: Outcome): void {
  if (result.success) return;
  const { issues } = result.error as z.ZodError;
  const found = issues.flatMap((issue) => toViolations(issue, result.target, result.data));
  const [first] = found;
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  const detail = first === undefined ? 'the request is not valid' : `${first.field}: ${first.detail}${more}`;
  throw new Failure('invalid-parameter', detail, found.slice(0, MAX_VIOLATIONS), found.length);
}

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
  if (target === 'query' && Array.isArray(value)) {
    const remedy = 'send it once';
    return [{ field: fieldOf(issue.path, target), value: shown(value), detail: 'is there more than once', remedy }];
  }
  return [
    {
      field: fieldOf(issue.path, target),
      value: shown(value),
      ...describeIssue(issue),
      ...(value === undefined && { detail: 'is missing' }),
    },
  ];
}

function fieldOf(path: readonly PropertyKey[], target: string): string {
  return target === 'json' ? `/${path.map(String).join('/')}` : path.map(String).join('.');
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
