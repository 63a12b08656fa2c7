import { expect, test } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { findTimeZone, localText, parseMoment } from '../../src/domain/moment.ts';

const at = (text: string, timeZone: string) => new Date(parseMoment(text, timeZone, 'from')).toJSON();

/** What is wrong with a text and what would be right, as the one violation says. */
function refusal(text: string, timeZone = 'UTC'): string {
  try {
    return at(text, timeZone);
  } catch (error) {
    const [violation] = (error as Failure).violations;
    expect(violation).toMatchObject({ field: 'from', value: text });
    return `${violation?.detail}; ${violation?.remedy}`;
  }
}

test.each([
  ['2027-02-01', 'UTC', '2027-02-01T00:00:00.000Z'],
  ['2027-02-01', 'America/New_York', '2027-02-01T05:00:00.000Z'],
  ['2027-07-01', 'America/New_York', '2027-07-01T04:00:00.000Z'],
  ['2027-02-01T08:30', 'Asia/Kolkata', '2027-02-01T03:00:00.000Z'],
  ['2027-02-01T08:30:15', 'Pacific/Auckland', '2027-01-31T19:30:15.000Z'],
  ['2027-02-01T08:30:00-05:00', 'Asia/Tokyo', '2027-02-01T13:30:00.000Z'],
  ['2027-02-01T08:30:00.1239Z', 'Asia/Tokyo', '2027-02-01T08:30:00.123Z'],
  // Clocks went forward at midnight: the day began at one.
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
  // Midnight was there twice: a day begins at the first.
  ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
  // A day of 23 and one of 25 hours.
  ['2027-03-15', 'America/New_York', '2027-03-15T04:00:00.000Z'],
  ['2027-11-08', 'America/New_York', '2027-11-08T05:00:00.000Z'],
])('%s in %s is %s', (text, timeZone, expected) => {
  expect(at(text, timeZone)).toBe(expected);
});

test('a time that the clocks skip is refused with the one before and the one after', () => {
  expect(refusal('2027-03-14T02:30', 'America/New_York')).toBe(
    'does not exist in America/New_York: its clocks go forward then; send 2027-03-14T01:30:00-05:00 or 2027-03-14T03:30:00-04:00',
  );
  expect(at('2027-03-14T01:59:59', 'America/New_York')).toBe('2027-03-14T06:59:59.000Z');
  expect(at('2027-03-14T03:00', 'America/New_York')).toBe('2027-03-14T07:00:00.000Z');
});

test('a time that there is twice is refused with both, each of which is taken', () => {
  const both = 'send 2027-11-07T01:30:00-04:00 or 2027-11-07T01:30:00-05:00';
  expect(refusal('2027-11-07T01:30', 'America/New_York')).toBe(`exists twice in America/New_York; ${both}`);
  expect(at('2027-11-07T01:30:00-04:00', 'America/New_York')).toBe('2027-11-07T05:30:00.000Z');
  expect(at('2027-11-07T01:30:00-05:00', 'America/New_York')).toBe('2027-11-07T06:30:00.000Z');
  // Lord Howe goes back by half an hour.
  expect(refusal('2027-04-04T01:45', 'Australia/Lord_Howe')).toContain('+11:00 or 2027-04-04T01:45:00+10:30');
});

test('a day that a place has skipped is refused', () => {
  expect(refusal('2011-12-30', 'Pacific/Apia')).toContain('is a day that Pacific/Apia skipped');
});

test.each([
  '',
  'now',
  '2027-02-30',
  '2027-2-1',
  '2027-02-01T24:00',
  '2027-02-01T08',
  '2027-02-01T08:30:60Z',
  '1800000000000',
])('"%s" is no moment', (text) => {
  expect(refusal(text)).toContain('is no day or time; send a day (2027-02-01)');
});

test.each(['1969-12-31', '0001-01-01', '9999-12-31T23:59:59-12:00'])('%s is too far away', (text) => {
  expect(refusal(text)).toContain('is before 1970 or after 9999');
});

test('time zones have names of the IANA database, in any case, and no offsets', () => {
  expect(findTimeZone('america/new_york')).toBe('America/New_York');
  expect(findTimeZone('UTC')).toBe('UTC');
  for (const text of ['', '+01:00', 'Mars/Olympus', 'America/New_York ', 'u-ca-gregory', '-0500', 'é']) {
    expect([text, findTimeZone(text)]).toEqual([text, null]);
  }
});

test('an instant is told with the offset of its place and time', () => {
  expect(localText(Date.parse('2027-07-01T04:00:00Z'), 'America/New_York')).toBe('2027-07-01T00:00:00-04:00');
  expect(localText(Date.parse('2027-01-01T05:00:00.123Z'), 'America/New_York')).toBe('2027-01-01T00:00:00.123-05:00');
  expect(localText(0, 'UTC')).toBe('1970-01-01T00:00:00+00:00');
});

test('every day of two years begins when its clocks first show it', () => {
  for (const timeZone of ['America/New_York', 'Europe/Berlin', 'America/Havana', 'Africa/Cairo', 'Asia/Beirut']) {
    const shown = new Intl.DateTimeFormat('en-CA', { timeZone });
    for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2028, 0, 1); day += 86_400_000) {
      const text = new Date(day).toJSON().slice(0, 10);
      const startMs = parseMoment(text, timeZone, '');
      expect([timeZone, shown.format(startMs), shown.format(startMs - 1) < text]).toEqual([timeZone, text, true]);
    }
  }
});
