import { gzipSync } from 'node:zlib';
import {
  bodyExamples,
  type DescribedOperation,
  type DescribedParameter,
  parameterExample,
} from '../contract/document-reader.ts';
import type { Schema } from '../contract/schema-errors.ts';
import type { Dice } from './dice.ts';
import { HOSTILE_BODIES, HOSTILE_TEXTS, HOSTILE_VALUES } from './hostile-values.ts';
import type { IdPool } from './id-pool.ts';
import { makeValue, spoilValue } from './make-value.ts';

/** How far a request is from what the document allows. */
export type Manner = 'valid' | 'nearly valid' | 'hostile';

/** A request, ready to be sent. */
export interface FuzzRequest {
  readonly manner: Manner;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** What requests are made from. */
export interface Material {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly pool: IdPool;
  readonly key: string;
  /** The key of a workspace that may go. */
  spareKey: string;
  readonly secret: string;
}

/** The operation after which a key opens nothing any more. */
export const ENDS_WORKSPACE = 'deleteWorkspace';

/** A request to an operation, in one of three manners. */
export function makeRequest(operation: DescribedOperation, material: Material, dice: Dice): FuzzRequest {
  const manner = dice.pick<Manner>(['valid', 'valid', 'nearly valid', 'hostile']);
  // Nearly valid: one part alone is wrong.
  const wrong = manner === 'nearly valid' ? dice.pick(['path', 'query', 'headers', 'body', 'body']) : null;
  const isWrong = (part: string) => (manner === 'hostile' ? dice.chance(0.4) : wrong === part);
  const { body, type } = makeBody(operation, material, dice, isWrong('body') ? manner : 'valid');
  return {
    manner,
    method: operation.method,
    path: makePath(operation, material, dice, isWrong('path')) + makeQuery(operation, material, dice, isWrong('query')),
    headers: makeHeaders(operation, material, dice, { type, wrong: isWrong('headers') }),
    body,
  };
}

function makePath(
  { path, method, parameters }: DescribedOperation,
  { pool }: Material,
  dice: Dice,
  wrong: boolean,
): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.name === name && one.in === 'path');
    const given = pool.find(name, dice, { spare: method === 'DELETE' || path.endsWith('/rotate') });
    const right = given ?? String((parameter && parameterExample(parameter)) ?? 'none');
    if (!wrong) return encodeURIComponent(right);
    if (dice.chance(0.3)) return encodeURIComponent(pool.findAny(dice) ?? 'none');
    // An empty part or one of dots alone makes another path.
    const text = dice.pick(HOSTILE_TEXTS.filter((one) => !/^\.*$/.test(one)));
    return /^%(00|zz|c0%af)?$/.test(text) ? text : encodeURIComponent(text.toWellFormed());
  });
}

function makeQuery({ parameters }: DescribedOperation, material: Material, dice: Dice, wrong: boolean): string {
  const query = new URLSearchParams();
  for (const parameter of parameters.filter((one) => one.in === 'query')) {
    if (!parameter.required && !dice.chance(0.35)) continue;
    for (const value of [queryValue(parameter, material, dice)].flat()) query.append(parameter.name, String(value));
  }
  if (wrong) {
    const known = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    const name = known.length > 0 && dice.chance(0.85) ? dice.pick(known) : dice.pick(HOSTILE_TEXTS);
    if (dice.chance(0.8)) query.delete(name);
    query.append(name, dice.chance(0.7) ? dice.pick(HOSTILE_TEXTS) : JSON.stringify(dice.pick(HOSTILE_VALUES)));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function queryValue(parameter: DescribedParameter, { pool, schemas }: Material, dice: Dice): unknown {
  const known = pool.find(parameter.name, dice, { spare: false });
  if (known !== undefined && dice.chance(0.8)) return known;
  const example = parameterExample(parameter);
  return example !== undefined && dice.chance(0.5) ? example : makeValue(parameter.schema, schemas, dice);
}

function makeHeaders(
  { operationId, responses, security, parameters }: DescribedOperation,
  { key, spareKey, secret }: Material,
  dice: Dice,
  { type, wrong }: { readonly type: string | null; readonly wrong: boolean },
): Record<string, string> {
  const succeeds = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const types = succeeds.flatMap(([, { content }]) => Object.keys(content ?? {}));
  const headers: Record<string, string> = {
    authorization: `Bearer ${security[0]?.bootstrap ? secret : operationId === ENDS_WORKSPACE ? spareKey : key}`,
  };
  if (types.length > 0 && dice.chance(0.7)) headers.accept = dice.chance(0.2) ? '*/*' : dice.pick(types);
  if (type !== null) headers['content-type'] = type;
  if (responses['428']) headers['if-match'] = '*';
  for (const { name, schema, example } of parameters.filter((one) => one.in === 'header')) {
    if (!dice.chance(0.1)) continue;
    headers[name.toLowerCase()] =
      name === 'Idempotency-Key' ? `fuzz-${dice.whole(0, 400)}` : String(example ?? schema.example ?? '*');
  }
  if (!wrong) return headers;
  const name = dice.pick([
    ...['authorization', 'accept', 'content-type', 'if-match', 'if-none-match', 'idempotency-key'],
    ...['content-encoding', 'x-request-id', 'origin', 'accept-encoding', 'prefer', 'range'],
  ]);
  // Node sends no others.
  headers[name] = dice
    .pick(HOSTILE_TEXTS)
    .replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')
    .slice(0, 2000);
  return headers;
}

function makeBody({ bodies }: DescribedOperation, { schemas }: Material, dice: Dice, manner: Manner) {
  const types = Object.keys(bodies);
  if (types.length === 0) return { body: null, type: null };
  const type = dice.pick(types);
  const media = bodies[type];
  if (manner === 'hostile' && dice.chance(0.5)) {
    const hostile = dice.pick(HOSTILE_BODIES);
    return { body: typeof hostile === 'string' ? Buffer.from(hostile) : hostile, type };
  }
  const example = dice.pick(bodyExamples(media ?? {}));
  const made = type.endsWith('json') && dice.chance(0.6) ? makeValue(media?.schema ?? {}, schemas, dice) : example;
  if (typeof made === 'string' && type !== 'application/json') {
    return { body: Buffer.from(manner === 'valid' ? made : spoilText(made, dice)), type };
  }
  const text = JSON.stringify(manner === 'valid' ? made : spoilValue(made, dice)) ?? '';
  if (manner === 'hostile' && dice.chance(0.1)) return { body: gzipSync(text), type };
  return { body: Buffer.from(text), type };
}

/** A text with a piece gone, doubled or replaced. */
function spoilText(text: string, dice: Dice): string {
  const [from, length] = [dice.whole(0, text.length), dice.whole(0, 12)];
  const piece = dice.pick([
    '',
    text.slice(from, from + 2 * length),
    ',',
    '"',
    '\n',
    '\r\n',
    ';',
    '-',
    '9',
    dice.pick(HOSTILE_TEXTS),
  ]);
  return text.slice(0, from) + piece + text.slice(from + length);
}
