type Schema = Record<string, unknown>;
type Media = { schema?: Schema; example?: unknown; examples?: unknown };
type Schemas = Readonly<Record<string, Schema>>;

/** What a schema looks like filled in: from its own example, or put together from those of its parts. */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  if (schema.example !== undefined) return schema.example;
  if (typeof schema.$ref === 'string') return exampleOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(schema.allOf)) {
    return Object.assign(
      {},
      ...schema.allOf.map((one: Schema) => exampleOf(one, schemas)),
      objectExample(schema, schemas),
    );
  }
  const choice = schema.oneOf ?? schema.anyOf;
  if (Array.isArray(choice)) return exampleOf(choice[0] as Schema, schemas);
  const [type] = [schema.type].flat();
  if (type === 'object') return objectExample(schema, schemas);
  if (type === 'array') return schema.items === undefined ? [] : [exampleOf(schema.items as Schema, schemas)];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return type === 'null' ? null : 'text';
}

function objectExample({ properties = {} }: Schema, schemas: Schemas): Record<string, unknown> {
  const members = Object.entries(properties as Schemas);
  return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member, schemas)]));
}

/** Gives each JSON body among these media an example, where it has none of its own. */
export function giveExamples(content: Readonly<Record<string, Media>> | undefined, schemas: Schemas): void {
  for (const [type, media] of Object.entries(content ?? {})) {
    if (!type.endsWith('json') || media.schema === undefined) continue;
    if (media.example === undefined && media.examples === undefined) media.example = exampleOf(media.schema, schemas);
  }
}
