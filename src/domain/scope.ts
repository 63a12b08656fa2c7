/** What a key may do. Each route needs one of these. */
export const SCOPES = [
  'plans:read',
  'plans:write',
  'layouts:write',
  'layouts:publish',
  'tiles:read',
  'keys:write',
  'webhooks:write',
  'contacts:read',
  'contacts:write',
] as const;

export type Scope = (typeof SCOPES)[number];
