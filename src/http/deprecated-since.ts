/** The member of a route's description that says since when it is deprecated, in seconds of Unix time; and the one that says when it ends. */
export const DEPRECATED_MEMBER = 'x-deprecated-since';
export const SUNSET_MEMBER = 'x-sunset';

/**
 * Spread into a route: it is deprecated since a day, and ends on another, if that is known; both as `2027-01-04`, in UTC. The description and every
 * answer say so.
 */
export function deprecatedSince(day: string, sunset: string | null = null) {
  const secondsOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000;
  return {
    deprecated: true,
    [DEPRECATED_MEMBER]: secondsOf(day),
    ...(sunset !== null && { [SUNSET_MEMBER]: secondsOf(sunset) }),
  } as const;
}
