/** A territory's name where there is little room: `12` of `Territory 12`. */
export function shortName(name: string): string {
  return name.replace(/^Territory (?=\d)/, '');
}
