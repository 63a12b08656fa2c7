import type { RepAccount, RepAccounts } from '../../../application/list-rep-accounts.ts';
import type { Position } from '../../../domain/position.ts';
import { csvLine } from '../../csv-line.ts';
import { repAccountBody, repDayBody } from './rep-account-schema.ts';

type Place = { readonly lat: number; readonly lng: number };

/** A rep's accounts as CSV, in the order of the tour. */
export function* tourCsv({ accounts }: RepAccounts): Generator<string> {
  yield csvLine([
    ...['day', 'stop', 'id', 'name', 'lat', 'lng', 'nextVisit', 'lastVisit', 'visitsPerPeriod', 'distanceKm'],
    ...['by', 'rule', 'territoryId', 'territoryName', 'lines', 'since'],
  ]);
  for (const one of accounts) {
    const { tour, id, name, lat, lng, by, rule, territory, lines, since, ...visit } = repAccountBody(one);
    yield csvLine([
      ...[tour?.day, tour?.stop, id, name, lat, lng, visit.nextVisit, visit.lastVisit, visit.visitsPerPeriod],
      ...[visit.distanceKm, by, rule?.id, territory?.id, territory?.name],
      ...[lines.filter((line) => line !== null), since],
    ]);
  }
}

/**
 * The same as GPX 1.1: a waypoint for each account, and a route for each day, from home and back where there is one.
 *
 * Source: https://www.topografix.com/GPX/1/1/
 */
export function* tourGpx(listed: RepAccounts): Generator<string> {
  const { rep, accounts } = listed;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Hexalign" xmlns="http://www.topografix.com/GPX/1/1">\n';
  yield `<metadata><name>${xml(`Accounts of ${rep.name || rep.id}`)}</name></metadata>\n`;
  for (const { account, nextVisit, tour } of accounts) {
    const due = nextVisit === null ? [] : [`next visit due ${nextVisit}`];
    const at = tour === null ? [] : [`day ${tour.day}, stop ${tour.stop}`];
    const text = `<name>${xml(account.name || account.id)}</name><cmt>${xml(account.id)}</cmt><desc>${xml([...at, ...due].join('; '))}</desc>`;
    yield `<wpt ${latLon(account)}>${text}</wpt>\n`;
  }
  for (const { day, places } of wayOfDays(listed)) {
    yield `<rte><name>Day ${day}</name><number>${day}</number>`;
    for (const { place, name } of places) yield `<rtept ${latLon(place)}><name>${xml(name)}</name></rtept>`;
    yield '</rte>\n';
  }
  yield '</gpx>\n';
}

/** The same as GeoJSON: a point for each account, and a line for each day, cut at the antimeridian. */
export function* tourGeojson(listed: RepAccounts): Generator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let mark = '';
  const feature = (id: string, geometry: object, properties: object) => {
    const text = mark + JSON.stringify({ type: 'Feature', id, geometry, properties });
    mark = ',';
    return text;
  };
  for (const one of listed.accounts) {
    const { id, lat, lng, ...properties } = repAccountBody(one);
    yield feature(id, { type: 'Point', coordinates: [lng, lat] }, properties);
  }
  const days = new Map(listed.days.map((day) => [day.day, repDayBody(day)]));
  for (const { day, places } of wayOfDays(listed)) {
    const lines = cutAtAntimeridian(places.map(({ place }) => [place.lng, place.lat] as const));
    if (places.length < 2) continue;
    const geometry =
      lines.length === 1
        ? { type: 'LineString', coordinates: lines[0] }
        : { type: 'MultiLineString', coordinates: lines };
    yield feature(`day ${day}`, geometry, days.get(day) ?? {});
  }
  yield ']}';
}

/** The places of each day in their order, with home before and after. */
function* wayOfDays({ rep, accounts, days }: RepAccounts) {
  const home = rep.home === null ? [] : [{ place: rep.home as Place, name: `Home of ${rep.name || rep.id}` }];
  const byDay = Map.groupBy(accounts, ({ tour }: RepAccount) => tour?.day ?? 0);
  for (const { day } of days) {
    const stops = (byDay.get(day) ?? []).map(({ account }) => ({
      place: account as Place,
      name: account.name || account.id,
    }));
    yield { day, places: [...home, ...stops, ...home] };
  }
}

/** A line as parts none of which crosses the antimeridian (RFC 7946, 3.1.9). */
function cutAtAntimeridian(line: readonly Position[]): Position[][] {
  const parts: Position[][] = [[]];
  for (const position of line) {
    const before = parts.at(-1)?.at(-1);
    if (before !== undefined && Math.abs(position[0] - before[0]) > 180) {
      const side = before[0] < 0 ? -180 : 180;
      const beyond = position[0] + 2 * side;
      const share = beyond === before[0] ? 0 : (side - before[0]) / (beyond - before[0]);
      const lat = before[1] + share * (position[1] - before[1]);
      parts.at(-1)?.push([side, lat]);
      parts.push([[-side, lat]]);
    }
    parts.at(-1)?.push(position);
  }
  return parts;
}

/** Decimals without an exponent, to a centimetre. */
function latLon({ lat, lng }: Place): string {
  return `lat="${lat.toFixed(7)}" lon="${lng.toFixed(7)}"`;
}

/** Text as XML holds it, without the characters that it cannot. */
function xml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
