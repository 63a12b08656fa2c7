import type { NamedOwner } from '../domain/plan-event.ts';
import { holdingAt, type Statement } from '../domain/timeline.ts';
import type { NamedAccount } from './plan-log.ts';
import type { Ports } from './ports.ts';

const ACCOUNTS_PER_READ = 5_000;

/** Accounts that have an owner by name in a line at a moment, as is known now. */
export async function listNamedOwners(
  ports: Ports,
  workspaceId: string,
  planId: string,
  line: string | null,
  atMs: number,
): Promise<Map<string, NamedOwner>> {
  const owners = new Map<string, NamedOwner>();
  for (let after = ''; ; ) {
    const ids = await ports.accountScan.everNamed(workspaceId, planId, after, ACCOUNTS_PER_READ);
    if (ids.length > 0) {
      const said = new Map<string, Statement<NamedAccount>[]>();
      for (const statement of await ports.planLog.named(workspaceId, planId, ids)) {
        const { accountId } = statement.subject;
        if (statement.subject.line !== line) continue;
        const known = said.get(accountId);
        if (known === undefined) said.set(accountId, [statement]);
        else known.push(statement);
      }
      for (const [accountId, statements] of said) {
        const owner = holdingAt(statements, atMs, Infinity)?.subject.owner ?? null;
        if (owner !== null) owners.set(accountId, owner);
      }
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < ACCOUNTS_PER_READ) return owners;
    after = last;
  }
}
