import { Temporal } from 'temporal-polyfill';
import { Failure } from './failure.ts';
import { shorten } from './shorten.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:[0-5]\d(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const FORMS =
  'send a day (2027-02-01), a time in the zone of the plan (2027-02-01T08:30) or a time with its offset (2027-02-01T08:30:00-05:00)';

/** The last moment that can be named, in milliseconds since 1970: the end of the year 9999. */
export const LAST_MOMENT_MS = 253_402_300_799_999;

/** A time zone in the spelling of the IANA database, or null where there is none of this name. Offsets are no names. */
export function findTimeZone(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,99}$/.test(text)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether a moment is meant in the zone of the plan, as it names no offset. */
export function isLocal(text: string): boolean {
  return DAY.test(text) || LOCAL.test(text);
}

/** Reads the name of a time zone. Throws `invalid-parameter` with an empty field. */
export function parseTimeZone(text: string): string {
  const timeZone = findTimeZone(text);
  if (timeZone !== null) return timeZone;
  throw momentFailure('', text, 'is not the name of a time zone', 'send an IANA name such as America/New_York or UTC');
}

/**
 * Reads a moment: a day, which begins at its first moment in the zone (not always 00:00), a time in the zone, or a time with an offset (RFC 3339).
 *
 * Units: milliseconds since 1970; what is finer is cut off.
 * Errors: `invalid-parameter` under `field`, also for a time that the zone skips or has twice: then with both possibilities.
 */
export function parseMoment(text: string, timeZone: string, field: string): number {
  const momentMs = readMoment(text, timeZone, field);
  if (momentMs < 0 || momentMs > LAST_MOMENT_MS) {
    throw momentFailure(field, text, 'is before 1970 or after 9999', 'send a moment between');
  }
  return momentMs;
}

function readMoment(text: string, timeZone: string, field: string): number {
  const noMoment = () => momentFailure(field, text, 'is no day or time', FORMS);
  try {
    if (INSTANT.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    if (DAY.test(text)) return startOfDay(Temporal.PlainDate.from(text, REJECT), timeZone, field);
    if (LOCAL.test(text)) return localTime(Temporal.PlainDateTime.from(text, REJECT), text, timeZone, field);
  } catch (error) {
    if (error instanceof RangeError) throw noMoment();
    throw error;
  }
  throw noMoment();
}

const REJECT = { overflow: 'reject' } as const;

function startOfDay(day: Temporal.PlainDate, timeZone: string, field: string): number {
  const start = day.toZonedDateTime({ timeZone });
  if (start.toPlainDate().equals(day)) return start.epochMilliseconds;
  const next = localText(start.epochMilliseconds, timeZone);
  throw momentFailure(
    field,
    String(day),
    `is a day that ${timeZone} skipped`,
    `send another day, such as that of ${next}`,
  );
}

function localTime(local: Temporal.PlainDateTime, text: string, timeZone: string, field: string): number {
  const [one, other] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(timeZone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  if (one.epochMilliseconds === other.epochMilliseconds) return one.epochMilliseconds;
  const isTwice = one.toPlainDateTime().equals(local);
  const detail = isTwice ? `exists twice in ${timeZone}` : `does not exist in ${timeZone}: its clocks go forward then`;
  const [first, second] = [one, other].map(({ epochMilliseconds }) => localText(epochMilliseconds, timeZone));
  throw momentFailure(field, text, detail, `send ${first} or ${second}`);
}

/** Moments told last: the answers of a batch tell the same few. */
const told = new Map<number, string>();
const MAX_TOLD = 1_000;

/** A moment as ISO 8601 in UTC; null for what is before or after all time. */
export function momentText(momentMs: number): string | null {
  if (!Number.isFinite(momentMs)) return null;
  let text = told.get(momentMs);
  if (text === undefined) {
    text = new Date(momentMs).toISOString();
    if (told.size >= MAX_TOLD) told.clear();
    told.set(momentMs, text);
  }
  return text;
}

/** A moment as RFC 3339 with the offset that a zone has then. */
export function localText(momentMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(momentMs)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never' });
}

function momentFailure(field: string, value: string, detail: string, remedy: string): Failure {
  return Failure.invalid('invalid-parameter', { field, value: shorten(value), detail, remedy });
}

/** The day of a moment in a time zone, such as 2027-01-04. */
export function localDay(momentMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(momentMs).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The first moment of a day in a time zone, in milliseconds since 1970; of a day that the zone skipped, that of the next. */
export function dayStartMs(day: string, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds;
}
