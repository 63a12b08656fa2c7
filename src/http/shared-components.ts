import type { App } from './app.ts';

/** Parameters and headers that many operations have, as components of the description. */
export function registerSharedComponents(app: App): void {
  const { openAPIRegistry: registry } = app;
  registry.registerComponent('parameters', 'IdempotencyKey', {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes the request safe to repeat: within 24 hours the same request with the same key is answered as the first was, and not carried ' +
      'out again. 1 to 255 printable ASCII characters, quoted or bare; a fresh UUID for each request. A key counts for one method and route. ' +
      'Server errors, 401, 403, 406, 409, 412, 428, 429, answers above 1 MB and event streams are not kept.',
    schema: { type: 'string', minLength: 1, maxLength: 257 },
    example: '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  });
  registry.registerComponent('headers', 'IdempotencyReplayed', {
    description: '`true` where the answer is that of an earlier request with the same `Idempotency-Key`.',
    schema: { type: 'string', enum: ['true'] },
  });
  registry.registerComponent('headers', 'RateLimit', {
    description:
      'What is left: `r` requests at once; the whole quota is there again in `t` seconds. RateLimit headers, draft 11.',
    schema: { type: 'string' },
    example: '"requests";r=599;t=1',
  });
  registry.registerComponent('headers', 'RateLimitPolicy', {
    description: 'What the request counts against: `q` requests in `w` seconds.',
    schema: { type: 'string' },
    example: '"requests";q=600;w=60',
  });
  registry.registerComponent('headers', 'RetryAfter', {
    description: 'Seconds to wait before the request is sent again.',
    schema: { type: 'integer', minimum: 1 },
    example: 1,
  });
  registry.registerComponent('parameters', 'IfNoneMatch', {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description:
      'Tags of what the client has: 304 without a body where one of them is still right. Weak tags count as strong ones.',
    schema: { type: 'string' },
    example: '"6f1ed002ab5595859014ebf0951522d9"',
  });
  registry.registerComponent('parameters', 'IfMatch', {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The `ETag` of the version that the client has read, or `*`: 412 where it has changed since.',
    schema: { type: 'string' },
    example: '"6f1ed002ab5595859014ebf0951522d9"',
  });
  registry.registerComponent('parameters', 'Prefer', {
    name: 'Prefer',
    in: 'header',
    required: false,
    description:
      '`respond-async`: be answered at once, with a job that does it (RFC 7240). Other preferences are passed over.',
    schema: { type: 'string' },
    example: 'respond-async',
  });
  registry.registerComponent('parameters', 'LastEventID', {
    name: 'Last-Event-ID',
    in: 'header',
    required: false,
    description: 'The `id` of the last event that the client has: it is not told again.',
    schema: { type: 'string', maxLength: 200 },
    example: 'running-0.4',
  });
  registry.registerComponent('headers', 'ETag', {
    description: 'Tag of this version.',
    schema: { type: 'string' },
    example: '"6f1ed002ab5595859014ebf0951522d9"',
  });
  registry.registerComponent('headers', 'HexalignCache', {
    description: 'Whether the layout was recorded already: `hit` cost no solve.',
    schema: { type: 'string', enum: ['hit', 'miss'] },
    example: 'miss',
  });
  registry.registerComponent('headers', 'Link', {
    description: 'Address of the next page (RFC 8288), where there is one: `<...>; rel="next"`.',
    schema: { type: 'string' },
    example: '</v1/plans?limit=100&cursor=YWNjLTEwMA>; rel="next"',
  });
  registry.registerComponent('headers', 'XRequestId', {
    description: 'Id of the request: tell it to support. An `X-Request-Id` of the client is kept.',
    schema: { type: 'string', maxLength: 255 },
    example: '5f1c7f0a-2f6e-4c0f-9a55-0d8c2b7e61aa',
  });
  registry.registerComponent('headers', 'AccessControlAllowOrigin', {
    description:
      'Which pages may read the answer: `*`, or the origin that asked where the workspace lists it; left out for any other origin.',
    schema: { type: 'string' },
    example: '*',
  });
  registry.registerComponent('headers', 'AccessControlExposeHeaders', {
    description: 'Which headers those pages may read.',
    schema: { type: 'string' },
    example: 'ETag, Link, Location, RateLimit, Retry-After, X-Request-Id',
  });
  registry.registerComponent('headers', 'Vary', {
    description:
      'What of the request the answer depends on, besides its address: `Accept` where there are several types, `Authorization` where the answer ' +
      'may be kept, `Origin` where the workspace lists origins. Left out where it depends on none of them.',
    schema: { type: 'string' },
    example: 'Accept, Authorization',
  });
  registry.registerComponent('headers', 'CacheControlImmutable', {
    description: 'The client may keep the answer for a day without asking again: a layout never changes.',
    schema: { type: 'string' },
    example: 'private, max-age=86400, immutable',
  });
  registry.registerComponent('headers', 'CacheControlNoStore', {
    description: '`no-store`: the answer holds a secret.',
    schema: { type: 'string', enum: ['no-store'] },
  });
  registry.registerComponent('headers', 'CacheControlOfEvents', {
    description: '`no-store` for an event stream; left out for other types.',
    schema: { type: 'string', enum: ['no-store'] },
  });
  registry.registerComponent('headers', 'WWWAuthenticate', {
    description: 'How to open the operation (RFC 6750); where a scope lacks, which one.',
    schema: { type: 'string' },
    example: 'Bearer realm="hexalign"',
  });
}
