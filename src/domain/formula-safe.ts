const BEGINS_FORMULA = /^'*[=+\-@\t\r]/;

/** A text that no spreadsheet takes for a formula: with an apostrophe before what would begin one. */
export function guardFormula(text: string): string {
  return BEGINS_FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `guardFormula` was given. */
export function unguardFormula(text: string): string {
  return text.charCodeAt(0) === 39 && BEGINS_FORMULA.test(text) ? text.slice(1) : text;
}
