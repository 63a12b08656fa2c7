import { Failure } from '../domain/failure.ts';

/** Refuses `cursor` and `limit` where a form holds all of a list: `what` it is of. Throws `invalid-parameter`. */
export function refusePaging(query: Readonly<Record<string, string>>, what: string): void {
  const [first, ...rest] = ['cursor', 'limit']
    .filter((field) => query[field] !== undefined)
    .map((field) => ({
      field,
      value: query[field]?.slice(0, 100) ?? '',
      detail: `says nothing here: this form holds all ${what}`,
      remedy: 'leave it out, or send Accept: application/json for pages',
    }));
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
}
