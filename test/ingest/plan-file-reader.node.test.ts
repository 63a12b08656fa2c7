import { expect, test } from 'vitest';
import { planFileReader } from '../../src/ingest/plan-file-reader.ts';

test('lines are told with their bytes, however many characters they have', async () => {
  const texts = ['{"type":"rep","id":"r1"}', `{"type":"rep","id":"${'東'.repeat(1_000)}"}`];
  const { body } = new Response(texts.join('\n'));
  const found: unknown[] = [];
  for await (const line of planFileReader.read('application/x-ndjson', body as never)) found.push(line);
  expect(found).toMatchObject(texts.map((text, at) => ({ line: at + 1, bytes: Buffer.byteLength(text) })));
});
