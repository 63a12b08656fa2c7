import type { OpenedWorkspace } from './open-workspace.ts';

/** Sends JSON, or text of a media type, and reads JSON. */
export async function send<T>(
  workspace: OpenedWorkspace,
  method: string,
  path: string,
  body: unknown = null,
  contentType = 'application/json',
): Promise<{ readonly status: number; readonly headers: Headers; readonly answer: T }> {
  const response = await workspace.fetch(path, {
    method,
    headers: { 'content-type': contentType },
    ...(body !== null && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, answer: (text === '' ? null : JSON.parse(text)) as T };
}
