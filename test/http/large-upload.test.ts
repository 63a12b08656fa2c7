import { expect, test } from 'vitest';
import { createPlan, openWorkspace } from '../open-workspace.ts';

const ROWS = 250_000;

/** CSV rows made as they are asked for; `made` counts the bytes. */
function generatedCsv() {
  const encoder = new TextEncoder();
  const counter = { made: 0 };
  let row = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (row === ROWS) return controller.close();
        const lines = row === 0 ? ['id,name,lat,lng,revenue,visits'] : [];
        for (const end = Math.min(ROWS, row + 1_000); row < end; row++) {
          const latDeg = 25 + (row % 997) * 0.02;
          const lngDeg = -120 + (row % 1_009) * 0.05;
          lines.push(
            `acc-${row},"Account, number ${row}",${latDeg.toFixed(5)},${lngDeg.toFixed(5)},${row % 100},${row % 7}`,
          );
        }
        const bytes = encoder.encode(`${lines.join('\n')}\n`);
        counter.made += bytes.length;
        controller.enqueue(bytes);
      },
    },
    { highWaterMark: 1 },
  );
  return { stream, counter };
}

test('takes 250,000 accounts in one request', async () => {
  const workspace = await openWorkspace();
  const planId = await createPlan(workspace);
  const started = Date.now();
  const response = await workspace.fetch(`/v1/plans/${planId}/accounts`, {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: generatedCsv().stream,
  });
  console.log('upload ms', Date.now() - started);
  expect(await response.json()).toMatchObject({ accepted: ROWS, rejected: 0, metrics: ['revenue', 'visits'] });
  const t2 = Date.now();
  const cells = await workspace.fetch(`/v1/plans/${planId}/cells?resolution=0&limit=1000`);
  console.log('cells ms', Date.now() - t2);
  const { items } = (await cells.json()) as { items: { sums: Record<string, number> }[] };
  const total = (metric: string) => items.reduce((sum, { sums }) => sum + (sums[metric] ?? 0), 0);
  expect(total('accounts')).toBe(ROWS);
  expect(total('revenue')).toBe((ROWS / 100) * 4950);
}, 120_000);
