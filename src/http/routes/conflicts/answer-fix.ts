import type { Context } from 'hono';
import type { FixChoices } from '../../../application/apply-deed.ts';
import { fixConflict } from '../../../application/fix-conflict.ts';
import { kindOfConflict } from '../../../domain/conflict-id.ts';
import type { LayoutId } from '../../../domain/layout.ts';
import type { HttpEnv } from '../../http-env.ts';
import { ofLine } from './answer-conflicts.ts';
import { conflictBody } from './conflict-schema.ts';

/** Which conflict, and how it is to be settled. */
interface Asked {
  readonly planId: string;
  readonly layoutId: LayoutId;
  /** Whether the plan's conflicts were asked for, or those of one layout. */
  readonly isOfPlan: boolean;
  readonly conflictId: string;
  readonly line?: string | undefined;
  readonly groupBy?: string | undefined;
  readonly choices: { readonly [name in keyof FixChoices]?: FixChoices[name] | undefined };
}

/** Settles a conflict and answers what was done. */
export async function answerFix(c: Context<HttpEnv>, asked: Asked) {
  const { ports, workspaceId, key } = c.var;
  const { planId, layoutId, isOfPlan, conflictId, line, groupBy, choices } = asked;
  const kind = kindOfConflict(conflictId);
  const asking = { line: ofLine(line, isOfPlan), lineField: '/line', groupBy: groupBy ?? null };
  const question = { planId, layoutId, ...asking, nowMs: Date.now() };
  const fixer = { keyId: key.keyId, scopes: key.scopes };
  const report = await fixConflict(ports, workspaceId, fixer, question, conflictId, choices as FixChoices);
  const { did, left } = report;
  return c.json(
    {
      ...{ conflictId, kind, state: left === null ? 'gone' : 'remains' },
      did: did && { ...did, accountIds: [...did.accountIds] },
      layoutId: report.layoutId,
      conflict: left && (await conflictBody(left, report.scope)),
    } as never,
    200,
  );
}
