import type { Conflict, FixAction } from '../domain/conflict.ts';
import { type ConflictScope, expectScope, kindOfConflict } from '../domain/conflict-id.ts';
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
  /** With what it was looked for. */
  readonly scope: ConflictScope;
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
 * Errors: `not-found`; `insufficient-scope`; `invalid-parameter` for choices that are none, and where it was listed with another line or attribute; `invalid-problem` where the conflict has no fix, and what the change
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
  const scope = ground.question;
  const finder = await finderOf(ground, id);
  expectScope(id, scope, finder.isLikely);
  const conflict = await finder.find(scope);
  if (conflict === null) return { did: null, left: null, scope, layoutId: question.layoutId };
  const { fix } = conflict;
  if (fix === null) {
    throw Failure.invalid('invalid-problem', {
      ...{ field: 'conflictId', value: id, detail: 'has no fix by one call', remedy: conflict.remedy },
    });
  }
  const { action } = fix.deed;
  const needed = SCOPES[action];
  if (needed !== undefined && !fixer.scopes.includes(needed)) {
    throw new Failure('insufficient-scope', `this fix (${action}) needs a key with the scope ${needed}, too`);
  }
  const done = await applyDeed(ground, fixer.keyId, chosenDeed(ground, fix, choices));
  const layoutId = done.layoutId ?? question.layoutId;
  const after = await readConflictGround(ports, workspaceId, {
    ...question,
    layoutId,
    nowMs: Date.now(),
    line: scope.line,
  });
  const did = { action, description: fix.description, ...done };
  return { did, left: await (await finderOf(after, id)).find(after.question), scope, layoutId };
}

function finderOf(ground: ConflictGround, id: string): Promise<ConflictFinder> {
  return findConflicts(ground, new Set([kindOfConflict(id)]), () => new ConflictFinder(id));
}
