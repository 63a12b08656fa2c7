import type { App } from './app.ts';
import { boundSchemas } from './bound-schemas.ts';
import { describeManners, type Operation } from './describe-manners.ts';
import { giveExamples } from './give-examples.ts';
import { withoutUntypedNull } from './without-untyped-null.ts';

const INFO = {
  title: 'Hexalign',
  version: '0.1.0',
  contact: { name: 'Whoever runs the installation' },
  license: { name: 'UNLICENSED' },
  description:
    'Territory API: send accounts, get balanced, contiguous, compact sales territories. ' +
    'Every error is an RFC 9457 problem document whose `type` leads to a page that says how to fix it; it names everything that is wrong ' +
    'at once, in a body by JSON pointers.\n\n' +
    'Every GET answers HEAD, too, has an `ETag` and heeds `If-None-Match`. OPTIONS is 204 with `Allow` at every address. POST, PUT and ' +
    'PATCH take an `Idempotency-Key`. Each answer to a key tells in `RateLimit` what is left of the limits of its workspace.\n\n' +
    'Pages in browsers may call the API from any origin, or from those that the workspace lists (`PATCH /v1/workspace`). A preflight ' +
    'carries no key and is answered for every origin; a page of an origin that is not listed is kept from reading the answer itself. ' +
    'This guards no data: whoever has the key can ask without a browser. Give pages a key with `tiles:read` or `plans:read` alone.',
};
const SECURITY = [{ key: [] }];
const SERVERS = [
  {
    url: '/',
    description: 'The installation that serves this document: production, or local under `npm start`.',
    'x-internal': false,
  },
];
const TAGS = [
  { name: 'Service', description: 'Whether the service answers, and with which engine.' },
  {
    name: 'Workspaces',
    description: 'One customer of the API: everything belongs to a workspace, and no key sees another.',
  },
  { name: 'Keys', description: 'Keys open a workspace. Each has scopes, may expire, and can be rotated or revoked.' },
  {
    name: 'Plans',
    description: 'A plan holds accounts, reps, metrics and the layouts made from them: one per season or segment.',
  },
  { name: 'Accounts', description: 'Customers and prospects with a place and metrics: upload, list, export, delete.' },
  { name: 'Reps', description: 'The people who serve territories: home, capacity, skills, leave.' },
  {
    name: 'Lines',
    description: 'Filters over the accounts of a plan, each with layouts of its own, and where these disagree.',
  },
  { name: 'Layouts', description: 'Territories: solve, rebalance, look up who owns a place. A layout never changes.' },
  {
    name: 'Publications',
    description:
      'Which layout is in force when: drafts, approval, the switch at a moment, corrections and the record of it all.',
  },
  { name: 'Assignments', description: 'Reps matched to the territories of a layout, with reasons and runners-up.' },
  {
    name: 'Hierarchies',
    description: 'Trees over the territories of a layout: districts, regions, countries, with sums and managers.',
  },
  { name: 'Ownership', description: 'Who owns a place or an account, when, as known when, and why.' },
  {
    name: 'Conflicts',
    description: 'What is disputed, doubled or missing: how it arose, and a call that settles it.',
  },
  {
    name: 'Profiles',
    description:
      'Who the customers of a territory are, what stands out, how good it is, and what managers write of it.',
  },
  {
    name: 'Goals',
    description:
      'Targets of territories, reps and plans: set or spread, checked, and following accounts that change hands.',
  },
  {
    name: 'Performance',
    description: 'What was achieved, what is in the pipeline, and how both stand to the goals.',
  },
  {
    name: 'Reviews',
    description: 'How what is in force stands by limits, now and at each review, with the smallest repair.',
  },
  {
    name: 'Contacts',
    description: 'People at accounts, who of the reps writes to them, and what of that changed since.',
  },
  { name: 'Jobs', description: 'Solves that nobody waits for: how far they are, and what came of them.' },
  {
    name: 'Webhooks',
    description: 'Receivers that are told of what happens: signed, in order, again until it arrives.',
  },
  { name: 'Tiles', description: 'Territories on a map: vector tiles and TileJSON.' },
];

/** The OpenAPI 3.1 document of the application. */
export function openapiDocument(app: App) {
  const head = { info: INFO, servers: SERVERS, security: SECURITY, tags: TAGS };
  return finished(app.getOpenAPI31Document({ openapi: '3.1.0', ...head }));
}

/** The same in OpenAPI 3.0, for tools that have not moved on. */
export function openapi30Document(app: App) {
  const head = { info: INFO, servers: SERVERS, security: SECURITY, tags: TAGS };
  const document = finished(app.getOpenAPIDocument({ openapi: '3.0.3', ...head }));
  for (const [, operation] of operationsOf(document)) {
    // Scopes of a scheme that is not OAuth came with 3.1.
    const { security } = operation;
    if (security) operation.security = security.map((scheme) => withoutScopes(scheme));
  }
  return withoutUntypedNull(document);
}

/** Adds what the routes do not say themselves. The routes stay as they are: the document is a copy. */
function finished<Document extends object>(given: Document): Document {
  const document = structuredClone(given);
  const { components, webhooks = {} } = document as {
    components?: { schemas?: Record<string, Record<string, unknown>> };
    webhooks?: object;
  };
  const schemas = components?.schemas ?? {};
  for (const [method, operation] of operationsOf(document)) {
    describeManners(method, operation);
    giveExamples(operation.requestBody?.content, schemas);
    for (const { content } of Object.values(operation.responses)) giveExamples(content, schemas);
  }
  for (const [, { requestBody }] of operationsOf({ paths: webhooks })) giveExamples(requestBody?.content, schemas);
  boundSchemas(document);
  return document;
}

function* operationsOf(document: { paths?: object }): Iterable<[method: string, operation: Operation]> {
  for (const item of Object.values(document.paths ?? {})) yield* Object.entries(item as Record<string, Operation>);
}

function withoutScopes(scheme: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.keys(scheme).map((name) => [name, []]));
}
