import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A made-up account near the center of a census tract. */
export interface MadeAccount {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lng: number;
  readonly segment: string;
  readonly revenue: number;
  readonly visits: number;
}

const SEGMENTS = ['enterprise', 'mid-market', 'small business', 'public'];
/** About as far as a tract of a town reaches. */
const SPREAD_DEG = 0.02;

let tracts: Float64Array | null = null;

/** Longitudes and latitudes of the centers of the tracts of the lower 48 states, which have about as many people as each other. */
function centers(): Float64Array {
  if (tracts !== null) return tracts;
  const file = join(import.meta.dirname, '../data/us_tracts_2010.csv.gz');
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n').slice(1);
  const numbers = lines.flatMap((line) => {
    const [, lng = 0, lat = 0] = line.split(',').map(Number);
    return lat > 24 && lat < 50 && lng > -125 && lng < -66 ? [lng, lat] : [];
  });
  tracts = Float64Array.from(numbers);
  return tracts;
}

/** The account of a number and a version: always the same one. */
export function madeAccount(number: number, version = 0): MadeAccount {
  const places = centers();
  const tract = hash(number, 1) % (places.length / 2);
  const part = (salt: number) => hash(number, salt) / 2 ** 32;
  return {
    id: `acc-${number}`,
    name: `Account ${number} of version ${version}`,
    lat: round((places[tract * 2 + 1] ?? 0) + (part(2) - 0.5) * SPREAD_DEG),
    lng: round((places[tract * 2] ?? 0) + (part(3) - 0.5) * SPREAD_DEG),
    segment: SEGMENTS[hash(number, 4) % SEGMENTS.length] ?? '',
    revenue: (hash(number, 5 + version) % 100_000) / 10,
    visits: hash(number, 6) % 13,
  };
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** A well mixed number of 32 bits. */
function hash(number: number, salt: number): number {
  let mixed = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** The first line of a CSV. */
export const CSV_HEADER = 'id,name,lat,lng,segment,revenue,visits\n';

/** An account as a line of CSV. */
export function csvRow({ id, name, lat, lng, segment, revenue, visits }: MadeAccount): string {
  return `${id},${name},${lat},${lng},${segment},${revenue},${visits}\n`;
}

/** A CSV of the accounts from one number up to another, as bytes. */
export function madeCsv(from: number, to: number, version = 0): Uint8Array<ArrayBuffer> {
  const pieces: string[] = [CSV_HEADER];
  for (let number = from; number < to; number++) pieces.push(csvRow(madeAccount(number, version)));
  return Uint8Array.from(Buffer.from(pieces.join('')));
}
