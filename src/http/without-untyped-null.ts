/** Takes `nullable` from schemas without a type: OpenAPI 3.0 knows it beside a type alone, and a schema that allows anything allows null. */
export function withoutUntypedNull<T>(part: T): T {
  if (Array.isArray(part)) return part.map(withoutUntypedNull) as T;
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.entries(part).filter(
    ([name, value]) => !(name === 'nullable' && value === true && !('type' in part)),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, withoutUntypedNull(value)])) as T;
}
