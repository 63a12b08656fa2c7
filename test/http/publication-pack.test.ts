import { cellToLatLng } from 'h3-js';
import { expect, test } from 'vitest';
import { seededRandom } from '../fixtures/scatter-accounts.ts';
import { openWorkspace } from '../open-workspace.ts';
import { cellsOf, openOwnedPlan } from '../owned-plan.ts';
import { publish, record } from '../put-in-force.ts';
import { readPack } from '../read-pack.ts';
import { post } from '../solve-by-job.ts';

const workspace = await openWorkspace();
const plan = await openOwnedPlan(workspace);
const { publicationId } = await publish(plan, { layoutId: plan.four, reps: { t1: 'r1' } });

async function pack(headers: Record<string, string> = {}) {
  const answer = await workspace.fetch(`/v1/publications/${publicationId}/pack`, { headers });
  return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
}

test('a pack tells the owner of every cell and of 10,000 points as the API does', async () => {
  const { header, find } = await readPack((await pack()).bytes);
  expect(header).toMatchObject({ publicationId, layoutId: plan.four, planId: plan.planId, line: null });
  expect(header.territories[0]).toEqual({ id: 't1', name: 'Territory 1', rep: 'r1' });
  const cells = await cellsOf(plan, plan.four);
  let leaves = 0;
  for (const [territory, held] of cells) {
    for (const cell of held) {
      leaves++;
      expect([cell, find(...cellToLatLng(cell))?.id]).toEqual([cell, territory]);
    }
  }
  expect(header.leaves).toBe(leaves);
  const random = seededRandom(9);
  // A little beyond the cover on all sides.
  const points = Array.from({ length: 10_000 }, () => ({ lat: 49.5 + random() * 2, lng: 14.5 + random() * 3 }));
  let outside = 0;
  for (let from = 0; from < points.length; from += 1_000) {
    const places = points.slice(from, from + 1_000);
    const { answer } = await post<{ owners: { territory?: { id: string }; error?: { kind: string } }[] }>(
      ...[workspace, `/v1/plans/${plan.planId}/owners`, { places }],
    );
    answer.owners.forEach((owner, at) => {
      const { lat = 0, lng = 0 } = places[at] ?? {};
      if (owner.error?.kind === 'outside-cover') outside++;
      expect([lat, lng, find(lat, lng)?.id]).toEqual([lat, lng, owner.territory?.id]);
    });
  }
  expect(outside).toBeGreaterThan(500);
  expect(outside).toBeLessThan(9_500);
});

test('a pack is small, never changes, and is the same for who has it', async () => {
  const { answer, bytes } = await pack();
  const { header } = await readPack(bytes);
  const headerBytes = JSON.stringify(header).length;
  expect((bytes.length - headerBytes) / header.leaves).toBeLessThan(1);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  await publish(plan, { layoutId: plan.two });
  expect((await pack()).bytes).toEqual(bytes);
  expect((await pack({ 'if-none-match': answer.headers.get('etag') ?? '' })).answer.status).toBe(304);
});

test('a draft, an unknown publication and that of another workspace have none', async () => {
  const draft = { line: null, layoutId: plan.four as never, assignmentId: null, reps: {}, note: '' };
  await record(plan, () => ({ kind: 'publication-drafted', publicationId: 'pub_draft', ...draft }));
  const other = await openWorkspace();
  for (const [who, id] of [
    [workspace, 'pub_draft'],
    [workspace, 'pub_none'],
    [other, publicationId],
  ] as const) {
    expect((await who.fetch(`/v1/publications/${id}/pack`)).status).toBe(404);
  }
});
