import { shorten } from './shorten.ts';

/** Takes what is wrong with a value, by its path. */
export type BlameShape = (field: string, value: unknown, detail: string, remedy: string) => void;

/** Checks a value and blames everything in it that is not as it should be. */
export type Shape = (value: unknown, field: string, blame: BlameShape) => void;

/** Numbers: finite, from `minimum` to `maximum`, whole where `whole` says so. */
export function aNumber({ minimum = -Infinity, maximum = Infinity, whole = false } = {}): Shape {
  return (value, field, blame) => {
    const isRight =
      Number.isFinite(value) &&
      (value as number) >= minimum &&
      (value as number) <= maximum &&
      (!whole || Number.isInteger(value));
    const kind = whole ? 'a whole number' : 'a number';
    if (!isRight) blame(field, value, `is not ${kind} within its bounds`, `send ${kind} from ${minimum} to ${maximum}`);
  };
}

/** Texts that a pattern takes. */
export function aText(pattern: RegExp, remedy: string): Shape {
  return (value, field, blame) => {
    if (typeof value !== 'string' || !pattern.test(value)) blame(field, value, 'is not as it should be', remedy);
  };
}

/** Printable text of a length. */
export function aPhrase(maximum: number): Shape {
  return (value, field, blame) => {
    const isRight =
      typeof value === 'string' && value.length <= maximum && !value.includes('\0') && value.isWellFormed();
    if (!isRight) blame(field, value, 'is not text', `send text of at most ${maximum} characters`);
  };
}

/** A time in UTC, as ISO 8601 with milliseconds. */
export function aMoment(value: unknown, field: string, blame: BlameShape): void {
  const isMoment = typeof value === 'string' && new Date(value).toJSON() === value;
  if (!isMoment) blame(field, value, 'is not a time', 'send a time in UTC such as 2027-01-04T09:00:00.000Z');
}

/** One of some values. */
export function anyOf(...values: readonly unknown[]): Shape {
  return (value, field, blame) => {
    if (!values.includes(value)) blame(field, value, 'is none of the possible values', `send ${values.join(' or ')}`);
  };
}

/** What is right for one shape, or null. */
export function orNull(shape: Shape): Shape {
  return (value, field, blame) => {
    if (value !== null) shape(value, field, blame);
  };
}

/** Arrays. */
export function aList(shape: Shape, maximum: number): Shape {
  return (value, field, blame) => {
    if (!Array.isArray(value)) return blame(field, value, 'is not an array', 'send an array');
    if (value.length > maximum) return blame(field, value, `has more than ${maximum} items`, `send at most ${maximum}`);
    value.forEach((item, at) => {
      shape(item, `${field}/${at}`, blame);
    });
  };
}

/** Objects with these members and no others; those of `optional` may be absent. */
export function anObject(
  members: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  return (value, field, blame) => {
    if (!isRecord(value)) return blame(field, value, 'is not an object', 'send an object');
    const at = (name: string) => (field === '' ? name : `${field}/${name}`);
    for (const [name, shape] of Object.entries(members)) {
      if (Object.hasOwn(value, name)) shape(value[name], at(name), blame);
      else blame(at(name), undefined, 'is missing', 'send it');
    }
    for (const [name, member] of Object.entries(value)) {
      if (Object.hasOwn(members, name)) continue;
      if (Object.hasOwn(optional, name)) optional[name]?.(member, at(name), blame);
      else blame(at(name), member, 'is not known here', 'leave it out');
    }
  };
}

/** Objects whose members, of any name, all have one shape. */
export function aRecord(shape: Shape): Shape {
  return (value, field, blame) => {
    if (!isRecord(value)) return blame(field, value, 'is not an object', 'send an object');
    for (const [name, member] of Object.entries(value)) shape(member, `${field}/${name}`, blame);
  };
}

/** A value as a violation shows it. */
export function shown(value: unknown): string {
  return shorten((typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed());
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
