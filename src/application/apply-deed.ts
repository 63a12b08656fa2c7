import type { Deed, Fix } from '../domain/conflict.ts';
import { Failure, type Violation } from '../domain/failure.ts';
import type { LayoutId } from '../domain/layout.ts';
import { shorten } from '../domain/shorten.ts';
import type { ConflictGround } from './conflict-ground.ts';
import { countAgain } from './count-again.ts';
import { deleteAccounts } from './delete-accounts.ts';
import { editLayout } from './edit-layout.ts';
import { keepTogether } from './keep-together.ts';
import { nameAccounts } from './name-accounts.ts';
import { rebalanceLayout } from './rebalance-layout.ts';
import { replaceRep } from './replace-rep.ts';
import { setAccountRep } from './set-account-rep.ts';

/** By what a fix is to be done otherwise than it says. */
export interface FixChoices {
  readonly territoryId?: string;
  readonly repId?: string;
  readonly accountId?: string;
  readonly name?: string;
  readonly share?: number;
}

/** What a fix made. */
export interface Done {
  /** The layout that conflicts are to be looked for in from now on, where it is another. */
  readonly layoutId: LayoutId | null;
  readonly publicationId: string | null;
  /** Accounts that were changed, deleted or named, the first 100. */
  readonly accountIds: readonly string[];
}

const NOTHING: Done = { layoutId: null, publicationId: null, accountIds: [] };
/** Accounts that one fix names, and that one entry of the log does. */
const MAX_NAMED = 20_000;
const NAMED_AT_ONCE = 1_000;
const NAMED = 100;

/** The deed with what the caller chooses. Throws `invalid-parameter` for choices that the fix does not have, or that name what is not there. */
export function chosenDeed(ground: ConflictGround, { deed, choices }: Fix, chosen: FixChoices): Deed {
  const violations: Violation[] = [];
  const blame = (field: string, value: unknown, detail: string, remedy: string) =>
    violations.push({ field: `/${field}`, value: shorten(String(value)), detail, remedy });
  for (const [name, value] of Object.entries(chosen)) {
    if (value !== undefined && !(choices as readonly string[]).includes(name))
      blame(
        name,
        value,
        'is no choice of this fix',
        choices.length > 0 ? `choices: ${choices.join(', ')}` : 'leave it out',
      );
  }
  const { territoryId, repId, accountId } = chosen;
  if (territoryId !== undefined && !ground.layout.territories.some(({ id }) => id === territoryId))
    blame('territoryId', territoryId, 'is no territory of the layout', 'send the id of one');
  if (repId !== undefined && !ground.reps.has(repId))
    blame('repId', repId, 'is no rep of the plan', 'send the id of one, or add the rep first');
  if (accountId !== undefined && deed.action === 'delete-account' && ![deed.keep, deed.drop].includes(accountId))
    blame('accountId', accountId, 'is none of the two', `send ${deed.keep} or ${deed.drop}`);
  const changed = changedDeed(deed, chosen);
  if (changed.action === 'replace-rep' && changed.repId === null)
    blame('repId', '', 'is missing: no rep of the plan is free and fit', 'say who is to serve the territory');
  const [first, ...rest] = violations;
  if (first !== undefined) throw Failure.invalid('invalid-parameter', first, ...rest);
  return changed;
}

function changedDeed(deed: Deed, { territoryId, repId, accountId, name, share }: FixChoices): Deed {
  switch (deed.action) {
    case 'edit-layout':
      return {
        ...deed,
        edits: deed.edits.map((edit) => {
          if (edit.kind === 'assign') return { ...edit, to: territoryId ?? edit.to };
          return edit.kind === 'rename' ? { ...edit, name: name ?? edit.name } : edit;
        }),
      };
    case 'add-places':
    case 'name-owner':
      return { ...deed, territoryId: territoryId ?? deed.territoryId };
    case 'replace-rep':
      return { ...deed, repId: repId ?? deed.repId };
    case 'set-rep':
      return { ...deed, repId: repId ?? deed.repId };
    case 'rebalance':
      return { ...deed, share: share ?? deed.share };
    case 'delete-account':
      return accountId === deed.drop ? { ...deed, keep: deed.drop, drop: deed.keep } : deed;
    default:
      return deed;
  }
}

/** Does it. Errors: those of what is done, `invalid-problem` above all. */
export async function applyDeed(ground: ConflictGround, keyId: string, deed: Deed): Promise<Done> {
  const { ports, workspaceId, question } = ground;
  const { planId, layoutId } = question;
  switch (deed.action) {
    case 'edit-layout': {
      const edits = keepTogether(ground, deed.edits);
      const request = { planId, edits, contiguity: 'report', remarks: {} } as const;
      return madeLayout((await editLayout(ports, workspaceId, layoutId, request)).layout.layoutId);
    }
    case 'add-places': {
      const { cells, territoryId } = deed;
      const recount = { all: false, add: { cells, territoryId }, reps: null };
      return madeLayout((await countAgain(ports, workspaceId, planId, layoutId, recount)).layout.layoutId);
    }
    case 'count-again': {
      const recount = { all: true, add: null, reps: null };
      return madeLayout((await countAgain(ports, workspaceId, planId, layoutId, recount)).layout.layoutId);
    }
    case 'rebalance': {
      const { metric, share } = deed;
      const request = { planId, budget: { metric, share }, balance: null, territories: null, seed: 1 } as const;
      const made = await rebalanceLayout(ports, workspaceId, layoutId, { ...request, effort: 'normal' });
      return madeLayout(made.layout.layoutId);
    }
    case 'set-rep':
      await setAccountRep(ports, workspaceId, planId, deed.accountId, deed.repId);
      return { ...NOTHING, accountIds: [deed.accountId] };
    case 'replace-rep': {
      const { publicationId, layoutId: made } = await replaceRep(ground, keyId, deed.territoryId, deed.repId ?? '');
      return { ...NOTHING, publicationId, layoutId: made as LayoutId | null };
    }
    case 'delete-account':
      await deleteAccounts(ports, workspaceId, planId, [deed.drop]);
      return { ...NOTHING, accountIds: [deed.drop] };
    case 'end-named-owner':
      return nameOwner(ground, keyId, [deed.accountId], null);
    case 'name-owner': {
      const accountIds = await accountsOfGroup(ground, deed.key, deed.value);
      return nameOwner(ground, keyId, accountIds, deed.territoryId);
    }
  }
}

function madeLayout(layoutId: LayoutId): Done {
  return { ...NOTHING, layoutId };
}

async function nameOwner(
  { ports, workspaceId, question, layout }: ConflictGround,
  keyId: string,
  accountIds: readonly string[],
  territoryId: string | null,
): Promise<Done> {
  const { planId, line } = question;
  for (let at = 0; at < accountIds.length; at += NAMED_AT_ONCE) {
    await nameAccounts(
      ports,
      { workspaceId, planId, keyId },
      {
        ...{
          accountIds: accountIds.slice(at, at + NAMED_AT_ONCE),
          owner: territoryId === null ? null : { territoryId },
        },
        ...{ line, layout, fromMs: null, untilMs: null, isCorrection: false, reason: 'a conflict was settled' },
      },
    );
  }
  return { ...NOTHING, accountIds: accountIds.slice(0, NAMED) };
}

async function accountsOfGroup({ ports, workspaceId, plan, filter }: ConflictGround, key: string, value: string) {
  const accountIds: string[] = [];
  for await (const page of ports.accountScan.pages(workspaceId, plan, { key, line: filter, withTraits: false })) {
    for (const account of page) if (account.key === value) accountIds.push(account.id);
    if (accountIds.length > MAX_NAMED) {
      throw new Failure(
        'payload-too-large',
        `more than ${MAX_NAMED} accounts have ${key} ${value}: name them in parts`,
      );
    }
  }
  return accountIds;
}
