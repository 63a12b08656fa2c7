import { env, exports } from 'cloudflare:workers';

/** The Worker seen with the key of a workspace of its own. */
export interface OpenedWorkspace {
  readonly workspaceId: string;
  readonly key: string;
  /** Sends a request with the key; `path` starts with a slash. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The same with the bootstrap secret of the installation. */
  fetchAsOperator(path: string, init?: RequestInit): Promise<Response>;
}

/** Makes a workspace and opens it with its key. */
export async function openWorkspace(): Promise<OpenedWorkspace> {
  const response = await exports.default.fetch('http://hexalign.test/v1/workspaces', {
    method: 'POST',
    headers: { authorization: `Bearer ${env.BOOTSTRAP_SECRET}`, 'content-type': 'application/json' },
    body: '{"name":"Test"}',
  });
  const { workspaceId, key } = (await response.json()) as { workspaceId: string; key: string };
  return { workspaceId, key, fetch: fetchWith(key), fetchAsOperator: fetchWith(env.BOOTSTRAP_SECRET) };
}

function fetchWith(key: string): OpenedWorkspace['fetch'] {
  return (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${key}`);
    return exports.default.fetch(`http://hexalign.test${path}`, { ...init, headers });
  };
}

/** Makes a plan and answers its id. */
export async function createPlan(workspace: OpenedWorkspace, plan: Record<string, unknown> = {}): Promise<string> {
  const response = await workspace.fetch('/v1/plans', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Field sales', ...plan }),
  });
  return ((await response.json()) as { planId: string }).planId;
}
