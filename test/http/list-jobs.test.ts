import { describe, expect, test } from 'vitest';
import { openWorkspace } from '../open-workspace.ts';
import { ASKED, ended, filledPlan, type JobAnswer, submit } from '../solve-by-job.ts';

describe('the list of jobs', () => {
  test('has the latest first, page by page, by state and by plan', async () => {
    const workspace = await openWorkspace();
    const [one, two] = [await filledPlan(workspace), await filledPlan(workspace)];
    const ids: string[] = [];
    for (const planId of [one, two, one]) {
      const { answer } = await submit(workspace, planId, { ...ASKED, seed: ids.length + 10, effort: 'fast' });
      ids.unshift(answer.jobId);
    }
    await workspace.fetch(`/v1/jobs/${ids[0]}/cancel`, { method: 'POST' });
    for (const jobId of ids) await ended(workspace, jobId);
    const listed = async (query: string) => {
      const page = (await (await workspace.fetch(`/v1/jobs${query}`)).json()) as {
        items: JobAnswer[];
        next: string | null;
      };
      return { ids: page.items.map(({ jobId }) => jobId), next: page.next };
    };
    expect(await listed('')).toEqual({ ids, next: null });
    const first = await listed('?limit=2');
    expect(first.ids).toEqual(ids.slice(0, 2));
    expect(await listed(`?limit=2&cursor=${first.next}`)).toEqual({ ids: ids.slice(2), next: null });
    expect((await listed(`?planId=${one}`)).ids).toEqual([ids[0], ids[2]]);
    expect((await listed('?state=cancelled')).ids).toEqual([ids[0]]);
    expect((await listed(`?state=succeeded&planId=${two}`)).ids).toEqual([ids[1]]);
    const refused = await workspace.fetch('/v1/jobs?state=lost');
    expect([refused.status, await refused.json()]).toMatchObject([400, { violations: [{ field: 'state' }] }]);
  });

  test('holds nothing of another workspace', async () => {
    const [owner, stranger] = [await openWorkspace(), await openWorkspace()];
    const planId = await filledPlan(owner);
    const { answer } = await submit(owner, planId);
    expect(await (await stranger.fetch('/v1/jobs')).json()).toEqual({ items: [], next: null });
    expect((await stranger.fetch(`/v1/jobs/${answer.jobId}`)).status).toBe(404);
    expect((await stranger.fetch(`/v1/jobs/${answer.jobId}/cancel`, { method: 'POST' })).status).toBe(404);
    expect(await (await stranger.fetch(`/v1/jobs?planId=${planId}`)).json()).toEqual({ items: [], next: null });
    expect(await ended(owner, answer.jobId)).toMatchObject({ state: 'succeeded' });
  });
});
