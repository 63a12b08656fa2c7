import type { GoalRevision } from '../domain/goal-revision.ts';
import { ACTUALS_PER_LINE, type PlanFileCounts, REVISIONS_PER_LINE, ROWS_PER_QUERY } from '../domain/plan-file.ts';
import type { Page, PageRequest } from './page.ts';
import type { HistoryCounts } from './plan-transfer.ts';
import type { Ports } from './ports.ts';

const ALL = { account: null, metric: null, from: null, until: null };

type Running = Pick<PlanFileCounts, 'stages' | 'goals' | 'revisions' | 'actuals' | 'pipelineStages' | 'deals'>;

/** The lines of a plan file by which territories are run: stages, goals, actuals, the pipeline and its deals. Gives the counts of those that there are. */
export async function* runningLines(
  ports: Ports,
  workspaceId: string,
  planId: string,
  has: Pick<HistoryCounts, 'goals' | 'actuals' | 'deals'>,
): AsyncGenerator<object, Partial<Running>> {
  const counts = { stages: 0, goals: 0, revisions: 0, actuals: 0, pipelineStages: 0, deals: 0 };
  for (const stage of await ports.stages.all(workspaceId, planId)) {
    yield { type: 'stage', ...stage };
    counts.stages++;
  }
  const { version, ...clock } = await ports.goals.clock(workspaceId, planId);
  if (version > 0) yield { type: 'goals', ...clock };
  const goals = (page: PageRequest) => ports.goals.list(workspaceId, planId, {}, page);
  for await (const some of has.goals === 0 ? [] : pagesOf(goals, ROWS_PER_QUERY.goals)) {
    for (const goal of some) yield { type: 'goal', ...goal };
    counts.goals += some.length;
  }
  for await (const some of has.goals === 0 ? [] : allRevisions(ports, workspaceId, planId)) {
    yield* linesOf('revisions', some, REVISIONS_PER_LINE);
    counts.revisions += some.length;
  }
  const actuals = (page: PageRequest) => ports.actuals.list(workspaceId, planId, ALL, page);
  for await (const some of has.actuals === 0 ? [] : pagesOf(actuals, ROWS_PER_QUERY.actuals)) {
    const rows = some.map(({ account, metric, period, value }) => [account, metric, period, value]);
    yield* linesOf('actuals', rows, ACTUALS_PER_LINE);
    counts.actuals += some.length;
  }
  for (const stage of await ports.deals.stages(workspaceId, planId)) {
    yield { type: 'pipelineStage', ...stage };
    counts.pipelineStages++;
  }
  const deals = (page: PageRequest) => ports.deals.list(workspaceId, planId, { ...ALL, stage: null }, page);
  for await (const some of has.deals === 0 ? [] : pagesOf(deals, ROWS_PER_QUERY.deals)) {
    for (const deal of some) yield { type: 'deal', ...deal };
    counts.deals += some.length;
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function* linesOf(type: 'revisions' | 'actuals', rows: readonly unknown[], perLine: number) {
  for (let from = 0; from < rows.length; from += perLine) yield { type, [type]: rows.slice(from, from + perLine) };
}

/** The items of all pages, page by page. */
async function* pagesOf<Item>(
  read: (page: PageRequest) => Promise<Page<Item>>,
  limit: number,
): AsyncGenerator<readonly Item[]> {
  let cursor: string | null = null;
  do {
    const { items, next }: Page<Item> = await read({ cursor, limit });
    yield items;
    cursor = next;
  } while (cursor !== null);
}

async function* allRevisions(
  ports: Ports,
  workspaceId: string,
  planId: string,
): AsyncGenerator<readonly GoalRevision[]> {
  const limit = ROWS_PER_QUERY.revisions;
  for (let after: GoalRevision | null = null; ; ) {
    const page: readonly GoalRevision[] = await ports.goals.allRevisions(workspaceId, planId, after, limit);
    yield page;
    after = page.at(-1) ?? null;
    if (page.length < limit) return;
  }
}
