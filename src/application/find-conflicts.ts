import type { ConflictKind } from '../domain/conflict.ts';
import type { ConflictSink } from '../domain/conflict-list.ts';
import { ACCOUNT_KINDS, AccountConflicts } from './account-conflicts.ts';
import type { ConflictGround } from './conflict-ground.ts';
import { findPieceConflicts } from './piece-conflicts.ts';
import { findStaleCells } from './stale-conflicts.ts';
import { readOneSet } from './sum-by-cell.ts';
import { findDisputes, findOwnerConflicts, findShapeConflicts } from './territory-conflicts.ts';

/** Kinds that stand in the file that a layout was imported from, and such as only pieces tell. */
const PIECE_KINDS: readonly ConflictKind[] = ['not-in-one-piece', 'hole'];

/**
 * Finds the conflicts of a layout, and lists them: all are counted, one page of them is kept.
 *
 * `only`: kinds that are looked for at all; null: all. Throws `accounts-replaced`.
 *
 * Cost: a look at every account and every leaf, and another at accounts where some are near each other. Queries: some for each 5,000 accounts.
 */
export function findConflicts<List extends ConflictSink>(
  ground: ConflictGround,
  only: ReadonlySet<ConflictKind> | null,
  makeList: () => List,
): Promise<List> {
  const { ports, workspaceId, plan, question, filter } = ground;
  const wants = (kinds: readonly ConflictKind[]) => only === null || kinds.some((kind) => only.has(kind));
  return readOneSet(async () => {
    const list = makeList();
    findDisputes(ground, list);
    findOwnerConflicts(ground, list);
    findShapeConflicts(ground, list);
    if (wants(PIECE_KINDS)) findPieceConflicts(ground, list);
    if (wants(['stale-cell'])) await findStaleCells(ground, list);
    if (wants(ACCOUNT_KINDS)) {
      const accounts = new AccountConflicts(ground, list, only);
      const withTraits = (ground.ownership.rules.holding?.subject ?? []).length > 0;
      const scanned = { key: question.groupBy, line: filter, withTraits };
      const scan = () => ports.accountScan.pages(workspaceId, plan, scanned);
      for await (const page of scan()) {
        for (const account of page) accounts.add(account);
      }
      await accounts.finish(scan);
    }
    return list;
  });
}
