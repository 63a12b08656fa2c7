import { STATUS_GROUPS } from './account-status.ts';
import { aList, anObject, anyOf, type BlameShape, type Shape } from './check-shape.ts';
import { FILTER_LIMITS, fitsLine, isFilterText, isLineId, isLineName, type LineFilter, saysAnything } from './line.ts';

/** Texts from a length to another that can stand in a filter. */
function filterText(minimum: number, maximum: number): Shape {
  return (value, field, blame) => {
    const isRight =
      typeof value === 'string' && value.length >= minimum && value.length <= maximum && isFilterText(value);
    if (!isRight) blame(field, value, 'cannot stand in a filter', `send text of ${minimum} to ${maximum} characters`);
  };
}

const label = filterText(1, FILTER_LIMITS.label);
const attributeValue = filterText(0, FILTER_LIMITS.attribute);

function listOf(text: Shape): Shape {
  return (value, field, blame) => {
    aList(text, FILTER_LIMITS.values)(value, field, blame);
    if (Array.isArray(value) && value.length === 0) blame(field, value, 'is empty', 'send at least one value');
  };
}

const labels = listOf(label);
const statuses = listOf(anyOf(...STATUS_GROUPS));

const attributes: Shape = (value, field, blame) => {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord) return blame(field, value, 'is not an object', 'send an object');
  const entries = Object.entries(value);
  if (entries.length > FILTER_LIMITS.attributes) {
    blame(field, entries.length, `names more than ${FILTER_LIMITS.attributes} attributes`, 'send fewer');
  }
  for (const [name, values] of entries) {
    label(name, field, blame);
    listOf(attributeValue)(values, `${field}/${name}`, blame);
  }
};

/** The id of a line, as its plan's file and its layouts' lines hold it. */
export const lineIdShape: Shape = (value, field, blame) => {
  if (typeof value === 'string' && isLineId(value)) return;
  blame(field, value, 'is not the id of a line', 'send 1 to 200 characters without control characters');
};

const lineName: Shape = (value, field, blame) => {
  if (typeof value === 'string' && isLineName(value)) return;
  blame(field, value, 'is not the name of a line', 'send 1 to 200 printable characters');
};

/** A line in the file of a plan, beside its id. */
export const lineShape: Shape = (value, field, blame) => {
  anObject({
    id: lineIdShape,
    name: lineName,
    filter: anObject(
      {},
      { segments: labels, productLines: labels, sizes: labels, statuses, skills: labels, attributes },
    ),
  })(value, field, blame);
  const { filter } = value as { filter?: unknown };
  if (typeof filter === 'object' && filter !== null) checkWhole(filter, blame);
};

function checkWhole(filter: LineFilter, blame: BlameShape): void {
  if (!saysAnything(filter)) blame('filter', filter, 'says nothing', 'send at least one list');
  if (!fitsLine(filter)) {
    blame('filter', filter, `takes more than ${FILTER_LIMITS.bytes} bytes as JSON`, 'send fewer or shorter values');
  }
}
