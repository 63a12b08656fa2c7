import { expect, test } from 'vitest';
import { binAccounts } from '../../src/application/bin-accounts.ts';
import { parseResolution } from '../../src/domain/cell.ts';
import { cellAt } from '../../src/domain/cell-at.ts';
import { cellNumber } from '../../src/domain/cell-number.ts';
import { accountReader } from '../../src/ingest/account-reader.ts';
import { byteStream } from '../ingest/byte-stream.ts';

const FINEST = parseResolution(7);

function bin(csv: string, options = {}) {
  const upload = accountReader.read('text/csv', byteStream(csv, 1_000), { declaredMetrics: null });
  return binAccounts(upload, { resolution: FINEST, keepAccounts: false, maxAccounts: 10_000, ...options });
}

test('sums accounts by cell, cells ascending, whatever the order of the rows', async () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => `a${i},${(i % 40) - 20},${i % 70},${i % 4},0.5`);
  const [header, twice] = ['id,lat,lng,v,w', rows.map((row) => `b${row}`)];
  const { sums } = await bin([header, ...rows, ...twice].join('\n'));
  expect(sums.metrics).toEqual(['accounts', 'v', 'w']);
  expect(sums.cells.every((cell, i) => i === 0 || cell > (sums.cells[i - 1] as bigint))).toBe(true);
  const at = sums.cells.indexOf(cellNumber(cellAt(-20, 0, FINEST)));
  const here = Array.from({ length: 3_000 }, (_, i) => i).filter((i) => i % 40 === 0 && i % 70 === 0);
  const v = here.reduce((sum, i) => sum + (i % 4), 0);
  expect(Array.from(sums.sums.subarray(at * 3, at * 3 + 3))).toEqual([here.length * 2, v * 2, here.length]);
  const turned = await bin([header, ...[...rows, ...twice].reverse()].join('\n'));
  expect(turned.sums).toEqual(sums);
});

test('keeps each account with its cell in the order of the file, where asked', async () => {
  const csv = 'id,lat,lng\nz,1,1\na,2,2\n';
  expect((await bin(csv)).accounts).toEqual([]);
  expect((await bin(csv, { keepAccounts: true })).accounts).toEqual([
    { accountId: 'z', cell: cellAt(1, 1, FINEST) },
    { accountId: 'a', cell: cellAt(2, 2, FINEST) },
  ]);
});

test('refuses a file with a bad or doubled row, naming all of them', async () => {
  await expect(bin('id,lat,lng\na,1,1\nb,91,1\na,2,2\n')).rejects.toMatchObject({
    kind: 'invalid-rows',
    message: '2 rows are bad',
    violations: [
      { line: 3, field: 'lat', value: '91' },
      { line: 4, field: 'id', value: 'a', detail: 'is the id of line 2 too' },
    ],
    members: { accepted: 0, rejected: 2 },
  });
});

test('refuses more accounts than it may hold', async () => {
  await expect(bin('id,lat,lng\na,1,1\nb,1,1\nc,1,1\n', { maxAccounts: 2 })).rejects.toMatchObject({
    kind: 'payload-too-large',
  });
});
