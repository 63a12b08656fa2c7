import type { OwnedThing } from '../../../application/find-plan-owner.ts';
import { Failure } from '../../../domain/failure.ts';
import { shorten } from '../../../domain/shorten.ts';
import { type GivenThing, thingOf } from './thing-of.ts';

const KNOWN = ['lat', 'lng', 'cell', 'account'];

/**
 * Reads one of many things, without a schema: a request holds thousands. Throws `invalid-parameter` with all that is wrong; `path` comes before the names of
 * fields.
 */
export function readThing(value: unknown, path: string): OwnedThing {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(path.replace(/\/$/, ''), value, 'is no object', 'send {"lat", "lng"}, {"cell"} or {"account"}');
  }
  for (const name in value) {
    if (!KNOWN.includes(name)) {
      throw wrong(
        path + name,
        (value as Record<string, unknown>)[name],
        'is not known here',
        `known here: ${KNOWN.join(', ')}`,
      );
    }
  }
  const { lat, lng, cell, account } = value as Record<string, unknown>;
  checkDegrees(lat, 90, `${path}lat`);
  checkDegrees(lng, 180, `${path}lng`);
  if (cell !== undefined && typeof cell !== 'string')
    throw wrong(`${path}cell`, cell, 'is not text', 'send an H3 cell');
  if (account !== undefined && (typeof account !== 'string' || account === '' || account.length > 200)) {
    throw wrong(`${path}account`, account, 'is not an id', 'send 1 to 200 characters');
  }
  return thingOf(value as GivenThing, path);
}

function checkDegrees(value: unknown, most: number, field: string): void {
  if (value === undefined || (typeof value === 'number' && Math.abs(value) <= most)) return;
  throw wrong(
    field,
    value,
    `is not a number from -${most} to ${most}`,
    `send decimal degrees from -${most} to ${most}`,
  );
}

function wrong(field: string, value: unknown, detail: string, remedy: string): Failure {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return Failure.invalid('invalid-parameter', { field, value: shorten(text), detail, remedy });
}
