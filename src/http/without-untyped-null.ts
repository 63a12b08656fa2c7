/**
 * Takes `nullable` from schemas without a type: OpenAPI 3.0 knows it beside a type alone, and a schema that allows anything allows null. Where one of several choices is
 * null alone, the first that has a type allows it.
 */
export function withoutUntypedNull<T>(part: T): T {
  if (Array.isArray(part)) return withNullInside(part).map(withoutUntypedNull) as T;
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.entries(part).filter(
    ([name, value]) => !(name === 'nullable' && value === true && !('type' in part)),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, withoutUntypedNull(value)])) as T;
}

function withNullInside(choices: readonly unknown[]): unknown[] {
  const others = choices.filter((choice) => JSON.stringify(choice) !== '{"nullable":true}');
  const first = others.findIndex((choice) => typeof choice === 'object' && choice !== null && 'type' in choice);
  if (others.length === choices.length || first < 0) return [...choices];
  return others.map((choice, at) => (at === first ? { ...(choice as object), nullable: true } : choice));
}
