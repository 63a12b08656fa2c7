import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/ingest/csv.ts';
import { byteStream } from './byte-stream.ts';

async function rowsOf(csv: string, pieceBytes?: number) {
  const rows = [];
  for await (const row of readCsv(byteStream(csv, pieceBytes)).rows) {
    rows.push([row.line, row.fault?.detail ?? Object.fromEntries(row.fields)]);
  }
  return rows;
}

describe('reads CSV', () => {
  test('with a byte order mark, and any case and space in the names of columns', async () => {
    expect(await rowsOf('\ufeffID , Lat,LNG,My Metric \na1,1,2,3\n')).toEqual([
      [2, { id: 'a1', lat: '1', lng: '2', 'My Metric': '3' }],
    ]);
  });

  test('with line breaks, delimiters and doubled quotes inside quotes, in pieces of any size', async () => {
    const csv = 'id,name,lat,lng\n1,"a\nb, ""c""\r\nd",1,2\n2,e,3,4\n';
    for (const pieceBytes of [1, 2, 3, 5, 1_000]) {
      expect(await rowsOf(csv, pieceBytes)).toEqual([
        [2, { id: '1', name: 'a\nb, "c"\r\nd', lat: '1', lng: '2' }],
        [5, { id: '2', name: 'e', lat: '3', lng: '4' }],
      ]);
    }
  });

  test.each([
    ['CRLF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('with %s line ends and blank lines, counting lines as an editor does', async (_, end) => {
    const csv = ['', 'id,lat,lng', '', 'a,1,2', '', '', 'b,3,4'].join(end);
    expect((await rowsOf(csv)).map(([line]) => line)).toEqual([4, 7]);
  });

  test.each([';', '\t'])('with %j between values, commas inside', async (delimiter) => {
    const csv = [
      ['id', 'lat', 'lng', 'note'],
      ['a', '1', '2', 'x, y'],
    ]
      .map((row) => row.join(delimiter))
      .join('\n');
    expect(await rowsOf(csv)).toEqual([[2, { id: 'a', lat: '1', lng: '2', note: 'x, y' }]]);
  });

  test('with umlauts cut in the middle by a piece', async () => {
    expect(await rowsOf('id,lat,lng,name\na,1,2,Zürich 東京\n', 1)).toMatchObject([[2, { name: 'Zürich 東京' }]]);
  });

  test('and leaves values out that a row does not have', async () => {
    expect(await rowsOf('id,lat,lng,x\na,1,2\n')).toEqual([[2, { id: 'a', lat: '1', lng: '2', x: undefined }]]);
  });

  test('and drops columns without a name', async () => {
    expect(await rowsOf(',id,lat,lng,\n0,a,1,2,\n')).toEqual([[2, { id: 'a', lat: '1', lng: '2' }]]);
  });
});

test('a row with more values than the header has names is faulty, the rest is read on', async () => {
  expect(await rowsOf('id,lat,lng\na,1,2,3\nb,3,4\n')).toEqual([
    [2, 'has 4 values where the header has 3 names'],
    [3, { id: 'b', lat: '3', lng: '4' }],
  ]);
});

test('a quote that is never closed is a fault of the row in which it opens, and the rows before it stand', async () => {
  expect(await rowsOf('id,lat,lng\na,1,2\nb,"3,4\nc,5,6\n')).toEqual([
    [2, { id: 'a', lat: '1', lng: '2' }],
    [3, 'has a quote that is never closed'],
  ]);
});

test('a row above 1 MB is refused with its line', async () => {
  const csv = `id,lat,lng\na,1,2\nb,"${'x\n'.repeat(600_000)}`;
  await expect(rowsOf(csv, 100_000)).rejects.toMatchObject({
    kind: 'payload-too-large',
    message: 'the row that starts on line 3 is longer than 1 MB: is a quote never closed?',
  });
});

test('text that is not UTF-8 is refused', async () => {
  const latin1 = new Blob([new TextEncoder().encode('id,lat,lng,name\na,1,2,Z'), new Uint8Array([0xfc]), 'rich\n']);
  const rows = readCsv(latin1.stream()).rows[Symbol.asyncIterator]();
  await expect(rows.next()).rejects.toMatchObject({
    kind: 'malformed-body',
    message: expect.stringContaining('UTF-8'),
  });
});

describe('refuses a header', () => {
  test('without id, lat or lng, naming what is missing and what is there', async () => {
    await expect(rowsOf('id,north,lng,east\na,1,2,3\n')).rejects.toMatchObject({
      kind: 'invalid-rows',
      message: 'column lat: is missing: the file has the columns id, north, lng, east',
      violations: [{ line: 1, field: 'lat' }],
    });
    await expect(rowsOf('a;b\n')).rejects.toMatchObject({ violationCount: 3 });
  });

  test('with a name twice', async () => {
    await expect(rowsOf('id,lat,lng,x,x\n')).rejects.toMatchObject({ message: 'column x: names two columns' });
    await expect(rowsOf('id,ID,lat,lng\n')).rejects.toMatchObject({ message: 'column id: names two columns' });
  });
});
