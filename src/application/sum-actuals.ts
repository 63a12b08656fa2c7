import type { ActualFilter } from '../domain/actual.ts';
import type { OwnedPotential, OwnedSum } from '../domain/owned-sum.ts';
import type { Plan } from '../domain/plan.ts';
import type { OwnersThen } from './owners-then.ts';
import type { Page } from './page.ts';
import type { Ports } from './ports.ts';

/** Accounts read at once: those whose actuals are summed, and those whose potential is. */
const [SUMMED_PER_PAGE, ACCOUNTS_PER_PAGE] = [20_000, 5_000];

/**
 * Actuals of a plan summed by who owned the accounts then. Those of accounts that the plan does not have are nobody's.
 *
 * Accounts that had the same owners all the time are summed together where they are recorded: of each only the owners are looked for.
 *
 * Cost: three queries for 20,000 accounts, or more where their ids are long.
 */
export async function sumByOwner(
  ports: Ports,
  workspaceId: string,
  { planId }: Plan,
  owners: OwnersThen,
  { account, ...filter }: ActualFilter,
  dailyMonths: readonly string[],
): Promise<OwnedSum[]> {
  const question = { ...filter, dailyMonths: [...new Set([...dailyMonths, ...owners.changingMonths])] };
  const accountQuestion = { potential: -1, withTraits: owners.withTraits };
  const sums = new Map<string, { -readonly [Member in keyof OwnedSum]: OwnedSum[Member] }>();
  for (let cursor: string | null = null; ; ) {
    const page: Page<string> =
      account === null
        ? await ports.actuals.accountIds(workspaceId, planId, { cursor, limit: SUMMED_PER_PAGE })
        : { items: [account], next: null };
    const found = await owners.of(await ports.actuals.accounts(workspaceId, planId, page.items, accountQuestion));
    const groups = [...Map.groupBy(page.items, (id) => found.history(id)).values()];
    for (const { group, metric, day, value, rows } of await ports.actuals.sums(workspaceId, planId, groups, question)) {
      const { territoryId, repId } = found.on(groups[group]?.[0] ?? '', day);
      const key = JSON.stringify([metric, territoryId, repId, day]);
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { metric, territoryId, repId, day, value, rows });
      else {
        sum.value += value;
        sum.rows += rows;
      }
    }
    cursor = page.next;
    if (cursor === null) return [...sums.values()];
  }
}

/** A metric of all accounts of a plan, summed by who owns them now. `potential` is its place among the plan's metrics, -1: their number. */
export async function sumPotential(
  ports: Ports,
  workspaceId: string,
  { planId }: Plan,
  owners: OwnersThen,
  potential: number,
): Promise<OwnedPotential[]> {
  const question = { potential, withTraits: owners.withTraits };
  const sums = new Map<string, { -readonly [Member in keyof OwnedPotential]: OwnedPotential[Member] }>();
  for (let cursor: string | null = null; ; ) {
    const page = await ports.actuals.allAccounts(workspaceId, planId, question, { cursor, limit: ACCOUNTS_PER_PAGE });
    const found = await owners.of(page.items);
    for (const { account, potential: value } of page.items) {
      const owner = found.now(account);
      const key = JSON.stringify([owner.territoryId, owner.repId]);
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { ...owner, potential: value, accounts: 1 });
      else {
        sum.potential += value;
        sum.accounts++;
      }
    }
    cursor = page.next;
    if (cursor === null) return [...sums.values()];
  }
}
