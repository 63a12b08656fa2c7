import type { Schema } from './schema-errors.ts';

/** A body of one media type in the description. */
export interface DescribedMedia {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** A parameter in the description, with what it refers to put in. */
export interface DescribedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema: Schema;
}

/** An answer in the description. */
export interface DescribedResponse {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, DescribedMedia>>;
}

/** An operation in the description, as far as requests are made from it and answers held against it. */
export interface DescribedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly DescribedParameter[];
  readonly bodies: Readonly<Record<string, DescribedMedia>>;
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

/** What of an OpenAPI document is read here. */
export interface ApiDocument {
  readonly paths: object;
  readonly components: { readonly schemas: object; readonly parameters: object };
}

/** The schemas of a document by name. */
export function schemasOf({ components }: ApiDocument): Readonly<Record<string, Schema>> {
  return components.schemas as Readonly<Record<string, Schema>>;
}

/** The operations of a document, in its order. */
export function operationsOf({ paths, components }: ApiDocument): DescribedOperation[] {
  const shared = components.parameters as Readonly<Record<string, DescribedParameter>>;
  const resolve = (parameter: DescribedParameter & { $ref?: string }) =>
    parameter.$ref === undefined ? parameter : (shared[parameter.$ref.split('/').at(-1) ?? ''] as DescribedParameter);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
      operationId: operation.operationId as string,
      method: method.toUpperCase(),
      path,
      security: (operation.security ?? []) as DescribedOperation['security'],
      parameters: ((operation.parameters ?? []) as DescribedParameter[]).map(resolve),
      bodies: (operation.requestBody as { content?: DescribedOperation['bodies'] } | undefined)?.content ?? {},
      responses: operation.responses as DescribedOperation['responses'],
    })),
  );
}

/** The example of a parameter, undefined where it has none. */
export function parameterExample({ example, schema }: DescribedParameter): unknown {
  return example ?? schema.example;
}

/** The examples of a body. */
export function bodyExamples({ example, examples = {} }: DescribedMedia): unknown[] {
  return [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)];
}
