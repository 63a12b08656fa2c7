import type { Scope } from '../domain/scope.ts';

/** The `security` of a route: a key with this scope. The description says it, and it is what lets requests through. */
export function needsScope(scope: Scope): { key: string[] }[] {
  return [{ key: [scope] }];
}
