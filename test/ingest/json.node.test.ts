import { describe, expect, test } from 'vitest';
import { readGeojson } from '../../src/ingest/geojson.ts';
import { readJson } from '../../src/ingest/json.ts';
import { readNdjson } from '../../src/ingest/ndjson.ts';
import type { RowReader } from '../../src/ingest/row-reader.ts';
import { byteStream } from './byte-stream.ts';

async function rowsOf(reader: RowReader) {
  const rows = [];
  for await (const row of reader.rows) rows.push([row.line, row.fault?.detail ?? Object.fromEntries(row.fields)]);
  return rows;
}

const TRICKY = String.raw`{"id": "a\"]}[{\\", "lat": 1.5e0, "lng": -2, "tags": [1, {"x": "]"}], "none": null}`;
const TRICKY_ROW = { id: 'a"]}[{\\', lat: 1.5, lng: -2, tags: [1, { x: ']' }], none: null };

describe('reads JSON', () => {
  test('as an array or as the member accounts, in pieces of any size, each row with its line', async () => {
    for (const pieceBytes of [1, 2, 3, 64, 10_000]) {
      const bare = readJson(byteStream(` \n[${TRICKY}\n,\n\n {"id":2}]\n`, pieceBytes));
      expect(await rowsOf(bare)).toEqual([
        [2, TRICKY_ROW],
        [5, { id: 2 }],
      ]);
      const document = `{"seed": 1, "accounts": [${TRICKY},\n{"id":2}], "balance": {"revenue": 0.1}}`;
      const wrapped = readJson(byteStream(document, pieceBytes));
      expect(await rowsOf(wrapped)).toEqual([
        [1, TRICKY_ROW],
        [2, { id: 2 }],
      ]);
      expect(wrapped.members()).toEqual({ seed: 1, balance: { revenue: 0.1 } });
    }
  });

  test('with a byte order mark', async () => {
    expect(await rowsOf(readJson(byteStream('\ufeff[{"id":1}]')))).toEqual([[1, { id: 1 }]]);
  });

  test('as no rows from nothing, an empty array or an empty member', async () => {
    for (const text of ['', ' \n', '[]', '[ ]', '{"accounts": []}']) {
      expect(await rowsOf(readJson(byteStream(text))), text).toEqual([]);
    }
  });

  test('and takes elements that are no objects as faulty rows', async () => {
    expect(await rowsOf(readJson(byteStream('[1, "x", [], null, {"id": 1}]')))).toEqual([
      [1, 'is not an object'],
      [1, 'is not an object'],
      [1, 'is not an object'],
      [1, 'is not an object'],
      [1, { id: 1 }],
    ]);
  });

  test('and keeps __proto__ an ordinary member', async () => {
    const reader = readJson(byteStream('{"__proto__": {"polluted": 1}, "accounts": [{"id": 1, "__proto__": 2}]}'));
    const [row] = await rowsOf(reader);
    expect(Object.keys(row?.[1] as object)).toEqual(['id', '__proto__']);
    expect(Object.keys(reader.members())).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('refuses JSON', () => {
  test.each([
    ['[{"id":1},]', 'line 1: the value that starts here is not JSON'],
    ['[{"id":1} {"id":2}]', 'line 1: expected "," or "]"'],
    ['[{"id":1},\n{"id":2]', 'line 2: the value that starts here is not JSON'],
    ['[{"id":1}', 'line 1: expected "," or "]"'],
    ['[\n{"id":1', 'line 2: the document ends too early'],
    ['[{"id":1}] x', 'line 1: expected nothing after the end of the document'],
    ['"accounts"', 'line 1: expected an object with "accounts" or an array'],
    ['{}', 'line 1: the document has no member "accounts"'],
    ['{"rows": []}', 'line 1: the document has no member "accounts", only: rows'],
    ['{"accounts": {}}', 'line 1: "accounts" is not an array'],
    ['{"accounts": [], "accounts": []}', 'line 1: "accounts" is there twice'],
    ['{accounts: []}', 'line 1: expected the name of a member'],
    ['{"accounts" []}', 'line 1: expected ":"'],
    ['[NaN]', 'line 1: the value that starts here is not JSON'],
    [`[${'['.repeat(100_000)}`, 'line 1: nested deeper than 64 levels'],
  ])('%j', async (text, message) => {
    await expect(rowsOf(readJson(byteStream(text, 1_000)))).rejects.toMatchObject({
      kind: 'malformed-body',
      message: expect.stringContaining(message),
    });
  });

  test('with an element or members above 1 MB', async () => {
    const long = 'x'.repeat(1_100_000);
    for (const text of [`["${long}`, `{"note": "${long}"`, `[{"id": "${long}"}]`]) {
      await expect(rowsOf(readJson(byteStream(text, 100_000)))).rejects.toMatchObject({ kind: 'payload-too-large' });
    }
  });
});

describe('reads NDJSON', () => {
  test('with any line ends, blank lines, and a last line without an end', async () => {
    for (const pieceBytes of [1, 1_000]) {
      const text = `\ufeff{"id":1}\r\n\n${TRICKY}\n{"id":3}`;
      expect(await rowsOf(readNdjson(byteStream(text, pieceBytes)))).toEqual([
        [1, { id: 1 }],
        [3, TRICKY_ROW],
        [4, { id: 3 }],
      ]);
    }
  });

  test('and names the lines that are no objects', async () => {
    expect(await rowsOf(readNdjson(byteStream('{"id":1}\n{"id":\nhello\n7\n{"id":2}\n')))).toEqual([
      [1, { id: 1 }],
      [2, 'is not a JSON object'],
      [3, 'is not a JSON object'],
      [4, 'is not an object'],
      [5, { id: 2 }],
    ]);
  });

  test('and refuses a line above 1 MB', async () => {
    await expect(rowsOf(readNdjson(byteStream(`{"id":1}\n"${'x'.repeat(1_200_000)}`, 100_000)))).rejects.toMatchObject({
      kind: 'payload-too-large',
      message: expect.stringContaining('line 2'),
    });
  });
});

describe('reads GeoJSON', () => {
  test('taking id, coordinates and properties of each point', async () => {
    const collection = {
      type: 'FeatureCollection',
      bbox: [-180, -90, 180, 90],
      features: [
        {
          type: 'Feature',
          id: 7,
          geometry: { type: 'Point', coordinates: [-74, 40.7, 12] },
          properties: { Name: 'A', revenue: 5 },
        },
        { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: { id: 'b' } },
      ],
    };
    expect(await rowsOf(readGeojson(byteStream(JSON.stringify(collection))))).toEqual([
      [1, { name: 'A', revenue: 5, id: 7, lng: -74, lat: 40.7 }],
      [1, { id: 'b', lng: 1, lat: 2 }],
    ]);
  });

  test('and names the features that are no points', async () => {
    const text = `{"type": "FeatureCollection", "features": [
      {"type": "Feature", "id": "a", "geometry": {"type": "Polygon", "coordinates": []}, "properties": {}},
      {"type": "Feature", "id": "b", "geometry": null, "properties": null},
      {"type": "Point", "coordinates": [1, 2]},
      5]}`;
    expect(await rowsOf(readGeojson(byteStream(text)))).toEqual([
      [2, 'is not a Point'],
      [3, 'is not a Point'],
      [4, 'is not a Feature'],
      [5, 'is not a Feature'],
    ]);
  });

  test('and refuses a document that is no collection', async () => {
    await expect(rowsOf(readGeojson(byteStream('{"type": "Feature"}')))).rejects.toMatchObject({
      kind: 'malformed-body',
    });
    await expect(rowsOf(readGeojson(byteStream('[]')))).rejects.toMatchObject({ kind: 'malformed-body' });
  });
});
