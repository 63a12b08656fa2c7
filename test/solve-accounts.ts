import type { Layout, Territory } from '../src/domain/layout.ts';
import type { OpenedWorkspace } from './open-workspace.ts';

/** What `POST /v1/solve` answers. */
export interface SolvedAnswer extends Layout {
  readonly territories: readonly (Territory & { readonly cells: readonly string[] })[];
  readonly assignments?: readonly { readonly accountId: string; readonly territoryId: string }[];
}

/** What any problem document says. */
export interface ProblemAnswer {
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  readonly violations: readonly {
    line?: number;
    field: string;
    value: string;
    detail: string;
    remedy: string;
  }[];
  readonly violationCount: number;
}

/** Sends accounts to `POST /v1/solve`. */
export async function solve(
  workspace: OpenedWorkspace,
  query: string,
  body: string,
  headers: Record<string, string> = {},
) {
  const response = await workspace.fetch(`/v1/solve?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...headers },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    answer: JSON.parse(text) as SolvedAnswer,
    problem: JSON.parse(text) as ProblemAnswer,
  };
}
