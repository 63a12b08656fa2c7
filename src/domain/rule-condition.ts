import type { Account } from './account.ts';
import type { LineFilter } from './line.ts';
import type { RuleCondition } from './plan-event.ts';

/** What rules look at of an account. */
export type AccountTraits = Pick<
  Account,
  'segment' | 'productLines' | 'size' | 'status' | 'requiredSkills' | 'attributes'
>;

/** Those of an account of which nobody says anything. */
export const NO_TRAITS: AccountTraits = {
  ...{ segment: null, productLines: [], size: null, status: null, requiredSkills: [], attributes: {} },
};

/** Whether all members of a condition, or of a line's filter, hold for an account: of the values of each any. A condition without members holds for none. */
export function meetsCondition(account: AccountTraits, when: RuleCondition | LineFilter): boolean {
  const { segments, productLines, sizes, statuses, skills, attributes = {} } = when;
  const named = Object.entries(attributes);
  const members =
    [segments, productLines, sizes, statuses, skills].filter((member) => member !== undefined).length + named.length;
  return (
    members > 0 &&
    includes(segments, account.segment) &&
    meets(productLines, account.productLines) &&
    includes(sizes, account.size) &&
    includes(statuses, account.status ?? 'unknown') &&
    meets(skills, account.requiredSkills) &&
    named.every(([name, values]) => includes(values, ownValue(account.attributes, name)))
  );
}

function includes(wanted: readonly string[] | undefined, value: string | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

function meets(wanted: readonly string[] | undefined, values: readonly string[]): boolean {
  return wanted === undefined || wanted.some((value) => values.includes(value));
}

function ownValue(attributes: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(attributes, name) ? (attributes[name] ?? null) : null;
}
