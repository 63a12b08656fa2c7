/** One customer of the API, as far as it can be seen and set. */
export interface Workspace {
  readonly workspaceId: string;
  readonly name: string;
  /** Origins whose pages may read answers; `*` is every origin. */
  readonly corsOrigins: readonly string[];
  readonly createdAt: string;
  /** Counts changes. */
  readonly version: number;
}

/** What of a workspace can be changed. */
export type WorkspaceSettings = Pick<Workspace, 'name' | 'corsOrigins'>;

/** The origin that stands for all. */
export const ANY_ORIGIN = '*';

/** Whether pages of an origin may read answers. */
export function allowsOrigin(corsOrigins: readonly string[], origin: string): boolean {
  return corsOrigins.includes(ANY_ORIGIN) || corsOrigins.includes(origin);
}
