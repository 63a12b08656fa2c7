import { expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const ROWS = 250_000;

/** CSV rows made as they are asked for, a thousand at a time. */
function generatedCsv(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let row = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (row === ROWS) return controller.close();
      const lines = row === 0 ? ['id,name,lat,lng,revenue,visits'] : [];
      for (const end = row + 1_000; row < end; row++) {
        const latDeg = (25 + (row % 997) * 0.02).toFixed(5);
        const lngDeg = (-120 + (row % 1_009) * 0.05).toFixed(5);
        lines.push(`acc-${row},"Account, number ${row}",${latDeg},${lngDeg},${row % 100},${row % 7}`);
      }
      controller.enqueue(encoder.encode(`${lines.join('\n')}\n`));
    },
  });
}

test('takes 250,000 accounts in one request and sums them right', async () => {
  const workspace = await openWorkspace();
  const planId = await createPlan(workspace);
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: generatedCsv(),
  });
  expect(await response.json()).toMatchObject({ accepted: ROWS, rejected: 0, metrics: ['revenue', 'visits'] });
  const cells = await workspace.fetch(`/v1/plans/${planId}/cells?resolution=0&limit=1000`);
  const { items } = (await cells.json()) as { items: { sums: Record<string, number> }[] };
  const total = (metric: string) => items.reduce((sum, { sums }) => sum + (sums[metric] ?? 0), 0);
  expect(total('accounts')).toBe(ROWS);
  expect(total('revenue')).toBe((ROWS / 100) * 4950);
}, 120_000);
