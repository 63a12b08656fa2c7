import { ColumnMap } from '../domain/column-map.ts';
import { faultyRow, type RawRow } from '../domain/raw-row.ts';
import { shorten } from '../domain/shorten.ts';
import { readJsonRows } from './json.ts';
import { isObject, objectRow } from './object-row.ts';
import type { RowReader } from './row-reader.ts';

/** Reads a GeoJSON FeatureCollection of Points: `id` from the feature or its properties, `lng` and `lat` from its coordinates, the rest from its properties. Throws as `readJson`. */
export function readGeojson(stream: AsyncIterable<Uint8Array>, map: ColumnMap = new ColumnMap()): RowReader {
  const toRow = (value: unknown, line: number) => featureRow(value, line, map);
  return readJsonRows(stream, { rowsMember: 'features', bareArray: false, toRow });
}

function featureRow(feature: unknown, line: number, map: ColumnMap): RawRow {
  if (!isObject(feature) || feature.type !== 'Feature') {
    return faultyRow(line, {
      field: 'type',
      value: shorten(JSON.stringify(isObject(feature) ? (feature.type ?? null) : feature)),
      detail: 'is not a Feature',
      remedy: 'send {"type": "Feature", "geometry": {"type": "Point", ...}, "properties": {...}}',
    });
  }
  const { geometry } = feature;
  if (!isObject(geometry) || geometry.type !== 'Point' || !Array.isArray(geometry.coordinates)) {
    return faultyRow(line, {
      field: 'geometry',
      value: shorten(JSON.stringify(isObject(geometry) ? (geometry.type ?? null) : (geometry ?? null))),
      detail: 'is not a Point',
      remedy: 'send {"type": "Point", "coordinates": [lng, lat]}',
    });
  }
  const row = objectRow(isObject(feature.properties) ? feature.properties : {}, line, map);
  const fields = new Map(row.fields);
  if (feature.id !== undefined && feature.id !== null) fields.set('id', feature.id);
  fields.set('lng', geometry.coordinates[0]);
  fields.set('lat', geometry.coordinates[1]);
  return { ...row, fields };
}
