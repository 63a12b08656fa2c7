import { type Conflict, type FixAction, kindOfConflict } from '../domain/conflict.ts';
import { ConflictFinder } from '../domain/conflict-list.ts';
import { Failure } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import type { Scope } from '../domain/scope.ts';
import { applyDeed, chosenDeed, type Done, type FixChoices } from './apply-deed.ts';
import { type ConflictGround, type ConflictQuestion, readConflictGround } from './conflict-ground.ts';
import { findConflicts } from './find-conflicts.ts';
import type { Ports } from './ports.ts';

/** Who fixes. */
export interface Fixer {
  readonly keyId: string;
  readonly scopes: readonly Scope[];
}

/** What a fix did, and what became of the conflict. */
export interface FixReport {
  /** Null: it was gone already, and nothing was done. */
  readonly did: ({ readonly action: FixAction; readonly description: string } & Done) | null;
  /** Null: it is gone. */
  readonly left: Conflict | null;
  /** The layout in which the conflict was looked for last. */
  readonly layoutId: LayoutId;
}

/** What each fix changes beside layouts, which the route's own scope is for. */
const SCOPES: Readonly<Partial<Record<FixAction, Scope>>> = {
  'set-rep': 'plans:write',
  'delete-account': 'plans:write',
  'replace-rep': 'layouts:publish',
  'name-owner': 'layouts:publish',
  'end-named-owner': 'layouts:publish',
};

/**
 * Settles one conflict and looks for it again. One that is gone already is left alone: the same fix twice does one thing.
 *
 * Errors: `not-found`; `insufficient-scope`; `invalid-parameter` for choices that are none; `invalid-problem` where the conflict has no fix, and what the change
 * itself throws.
 */
export async function fixConflict(
  ports: Ports,
  workspaceId: string,
  fixer: Fixer,
  question: ConflictQuestion,
  id: string,
  choices: FixChoices,
): Promise<FixReport> {
  const ground = await readConflictGround(ports, workspaceId, question);
  const conflict = await findConflict(ground, id);
  if (conflict === null) return { did: null, left: null, layoutId: question.layoutId };
  const { fix } = conflict;
  if (fix === null) {
    throw Failure.invalid('invalid-problem', {
      ...{ field: 'conflictId', value: id, detail: 'has no fix by one call', remedy: conflict.remedy },
    });
  }
  const { action } = fix.deed;
  const scope = SCOPES[action];
  if (scope !== undefined && !fixer.scopes.includes(scope)) {
    throw new Failure('insufficient-scope', `this fix (${action}) needs a key with the scope ${scope}, too`);
  }
  const done = await applyDeed(ground, fixer.keyId, chosenDeed(ground, fix, choices));
  const layoutId = done.layoutId ?? question.layoutId;
  const after = await readConflictGround(ports, workspaceId, { ...question, layoutId, nowMs: Date.now() });
  return { did: { action, description: fix.description, ...done }, left: await findConflict(after, id), layoutId };
}

async function findConflict(ground: ConflictGround, id: string): Promise<Conflict | null> {
  const kind = kindOfConflict(id);
  const finder = await findConflicts(ground, new Set([kind]), () => new ConflictFinder(kind));
  return finder.find(id);
}
