import { aList, anObject, aPhrase, aText, type Shape } from './check-shape.ts';
import { FILTER_LIMITS, isLineId, type LineFilter, saysAnything } from './line.ts';

const labels: Shape = (value, field, blame) => {
  aList(aPhrase(FILTER_LIMITS.label), FILTER_LIMITS.values)(value, field, blame);
  if (Array.isArray(value) && value.length === 0) blame(field, value, 'is empty', 'send at least one value');
};

const attributes: Shape = (value, field, blame) => {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord) return blame(field, value, 'is not an object', 'send an object');
  const entries = Object.entries(value);
  if (entries.length > FILTER_LIMITS.attributes) {
    blame(field, entries.length, `names more than ${FILTER_LIMITS.attributes} attributes`, 'send fewer');
  }
  for (const [name, values] of entries) {
    aList(aPhrase(FILTER_LIMITS.attribute), FILTER_LIMITS.values)(values, `${field}/${name}`, blame);
    if (Array.isArray(values) && values.length === 0) blame(`${field}/${name}`, values, 'is empty', 'send a value');
  }
};

/** The id of a line, as its plan's file and its layouts' lines hold it. */
export const lineIdShape: Shape = (value, field, blame) => {
  if (typeof value === 'string' && isLineId(value)) return;
  blame(field, value, 'is not the id of a line', 'send 1 to 200 characters without control characters');
};

/** A line in the file of a plan, beside its id. */
export const lineShape: Shape = (value, field, blame) => {
  anObject({
    id: lineIdShape,
    name: aText(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u, 'send 1 to 200 printable characters'),
    filter: anObject({}, { segments: labels, productLines: labels, sizes: labels, skills: labels, attributes }),
  })(value, field, blame);
  const { filter } = value as { filter?: unknown };
  const isObject = typeof filter === 'object' && filter !== null;
  if (isObject && !saysAnything(filter as LineFilter))
    blame('filter', filter, 'says nothing', 'send at least one list');
};
