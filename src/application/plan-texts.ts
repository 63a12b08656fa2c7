import { Failure } from '../domain/failure.ts';
import type { PlanText, TextSubject } from '../domain/plan-text.ts';
import { getPlan } from './get-plan.ts';
import type { Page, PageRequest } from './page.ts';
import type { Ports } from './ports.ts';

/** A text of a plan: its latest version, or the one asked for. Throws `not-found`. */
export async function getText(
  ports: Ports,
  workspaceId: string,
  planId: string,
  subject: TextSubject,
  version: number | null = null,
): Promise<PlanText> {
  await getPlan(ports, workspaceId, planId);
  const found = await ports.texts.find(workspaceId, planId, subject, version);
  if (found !== null) return found;
  throw new Failure('not-found', version === null ? 'nobody has written this text' : 'this text has no such version');
}

/**
 * Adds a version of a text. The same text again adds nothing. `expected`: the version that it was made from; null: whichever there is, where the caller says
 * so, or none.
 *
 * Errors: `not-found`; `precondition-failed` where another version was added meanwhile.
 */
export async function putText(
  ports: Ports,
  writer: { readonly workspaceId: string; readonly planId: string; readonly keyId: string },
  subject: TextSubject,
  text: string,
  expected: PlanText | null,
): Promise<{ readonly text: PlanText; readonly isNew: boolean }> {
  const { workspaceId, planId, keyId } = writer;
  await getPlan(ports, workspaceId, planId);
  const latest = expected ?? (await ports.texts.find(workspaceId, planId, subject, null));
  if (latest?.text === text) return { text: latest, isNew: false };
  const version = (latest?.version ?? 0) + 1;
  const { kind, territoryId } = subject;
  const added: PlanText = { kind, territoryId, version, text, keyId, createdAt: new Date().toISOString() };
  if (await ports.texts.add(workspaceId, planId, added)) return { text: added, isNew: true };
  throw new Failure('precondition-failed', 'somebody wrote at the same time: read it again and decide anew');
}

/** Versions of a text, the latest first. Throws `not-found`. */
export async function listTextVersions(
  ports: Ports,
  workspaceId: string,
  planId: string,
  subject: TextSubject,
  page: PageRequest,
): Promise<Page<PlanText>> {
  await getPlan(ports, workspaceId, planId);
  return ports.texts.versions(workspaceId, planId, subject, page);
}

/** The latest versions of all texts of a plan. Throws `not-found`. */
export async function listTexts(
  ports: Ports,
  workspaceId: string,
  planId: string,
  page: PageRequest,
): Promise<Page<PlanText>> {
  await getPlan(ports, workspaceId, planId);
  return ports.texts.latest(workspaceId, planId, page);
}
