/** A value as violations show it: at most 100 characters, the rest cut. */
export function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99).toWellFormed()}…`;
}
