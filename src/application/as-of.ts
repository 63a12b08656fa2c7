/** What is answered as of a moment ago is at most so much older than the question. */
export const MAX_AGE_MS = 200;

/**
 * As of when something is read: now, with all that was written before; or by what this isolate read a moment ago, at most `MAX_AGE_MS` before the question and
 * after the last write to its workspace that came through here.
 */
export type AsOf = 'now' | 'a-moment-ago';
