import type { Violation } from './failure.ts';
import { isEmpty } from './infer-metrics.ts';
import type { RawRow } from './raw-row.ts';
import { readDay } from './read-day.ts';
import { type Leave, REP_FIELDS, type Rep } from './rep.ts';
import { type Blame, blameInto, readAmount, readDegrees, readId, readLabels, readName, textOf } from './row-values.ts';

/** A row of an upload of reps after its rules were checked. */
export type RepRow =
  | { readonly ok: true; readonly line: number; readonly rep: Rep }
  | { readonly ok: false; readonly line: number; readonly violations: readonly Violation[] };

/** Absences of one rep. */
const MAX_LEAVE = 100;

/** Reads one rep, or names everything that is wrong with its row. A column that is none of a rep's is wrong: nothing would keep it. */
export function readRep(row: RawRow): RepRow {
  if (row.fault !== undefined) return { ok: false, line: row.line, violations: [{ ...row.fault, line: row.line }] };
  const violations: Violation[] = [];
  const blame = blameInto(violations, row.line);
  const { fields } = row;
  const rep: Rep = {
    id: readId('id', fields.get('id'), blame),
    name: readName(fields.get('name'), blame),
    home: readHome(fields, blame),
    capacityHours: readAmount('capacityHours', fields.get('capacityHours'), blame),
    skills: readLabels('skills', fields.get('skills'), blame),
    tenureSince: isEmpty(fields.get('tenureSince')) ? null : readDay('tenureSince', fields.get('tenureSince'), blame),
    leave: readLeave(fields.get('leave'), blame),
  };
  const unknown = [...fields.keys(), ...(row.metrics ? ['metrics'] : []), ...(row.attributes ? ['attributes'] : [])];
  for (const name of unknown.filter((field) => !REP_FIELDS.includes(field))) {
    blame(name, fields.get(name), 'is not known of reps', `leave it out; known here: ${REP_FIELDS.join(', ')}`);
  }
  return violations.length === 0 ? { ok: true, line: row.line, rep } : { ok: false, line: row.line, violations };
}

function readHome(fields: RawRow['fields'], blame: Blame): Rep['home'] {
  const home = fields.get('home');
  if (!isEmpty(home)) {
    if (typeof home !== 'object' || Array.isArray(home)) {
      blame('home', home, 'is not an object', 'send {"lat": 40.7, "lng": -74.0}, or the columns homeLat and homeLng');
      return null;
    }
    const { lat, lng, ...rest } = home as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(rest)) blame(`home.${name}`, rest[name], 'is not known here', 'send lat and lng');
    return { lat: readDegrees('home.lat', lat, 90, blame), lng: readDegrees('home.lng', lng, 180, blame) };
  }
  const [lat, lng] = [fields.get('homeLat'), fields.get('homeLng')];
  if (isEmpty(lat) && isEmpty(lng)) return null;
  return { lat: readDegrees('homeLat', lat, 90, blame), lng: readDegrees('homeLng', lng, 180, blame) };
}

/** An array of {from, to}, or one text of `from/to` with semicolons between. */
function readLeave(value: unknown, blame: Blame): Leave[] {
  if (isEmpty(value)) return [];
  const entries: unknown[] = Array.isArray(value)
    ? value
    : textOf(value)
        .split(';')
        .filter((text) => text.trim() !== '');
  if (entries.length > MAX_LEAVE) {
    blame('leave', value, `has more than ${MAX_LEAVE} entries`, `send at most ${MAX_LEAVE}`);
    return [];
  }
  return entries.flatMap((entry) => {
    const [from, to] = leaveDays(entry) ?? [];
    if (from === undefined || to === undefined) {
      blame(
        'leave',
        entry,
        'is not a first and a last day',
        'send {"from": "2027-07-01", "to": "2027-07-14"}, in CSV 2027-07-01/2027-07-14',
      );
      return [];
    }
    const leave = { from: readDay('leave', from, blame), to: readDay('leave', to, blame) };
    if (leave.to < leave.from)
      blame('leave', `${leave.from}/${leave.to}`, 'ends before it begins', 'put the first day first');
    return [leave];
  });
}

function leaveDays(entry: unknown): readonly [unknown, unknown] | null {
  if (typeof entry === 'string') {
    const days = entry.split('/').map((day) => day.trim());
    return days.length === 2 ? [days[0], days[1]] : null;
  }
  if (typeof entry !== 'object' || entry === null) return null;
  const { from, to, ...rest } = entry as Readonly<Record<string, unknown>>;
  return Object.keys(rest).length === 0 ? [from, to] : null;
}
