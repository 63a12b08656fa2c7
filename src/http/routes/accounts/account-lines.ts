import type { BinnedAccount } from '../../../application/account-store.ts';

type Pages = AsyncIterable<readonly BinnedAccount[]>;

/** Accounts as NDJSON that uploads read back: one object a line. */
export async function* accountNdjson(pages: Pages): AsyncGenerator<string> {
  for await (const accounts of pages) {
    for (const { account } of accounts) yield `${JSON.stringify(account)}\n`;
  }
}

/** Accounts as a GeoJSON FeatureCollection of Points that uploads read back. */
export async function* accountGeojson(pages: Pages): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let mark = '';
  for await (const accounts of pages) {
    for (const { account } of accounts) {
      const { id, lat, lng, ...properties } = account;
      const geometry = { type: 'Point', coordinates: [lng, lat] };
      yield `${mark}${JSON.stringify({ type: 'Feature', id, geometry, properties })}`;
      mark = ',';
    }
  }
  yield ']}';
}
