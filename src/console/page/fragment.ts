/** What the address's fragment says. It never reaches a server, so that the key may stand in it. */
export interface Fragment {
  readonly key: string | null;
  readonly layoutId: string | null;
}

/** Reads `#key=...&layout=...`. */
export function readFragment(hash: string): Fragment {
  const members = new URLSearchParams(hash.replace(/^#/, ''));
  return { key: members.get('key') || null, layoutId: members.get('layout') || null };
}

/** The fragment that `readFragment` reads back. */
export function writeFragment({ key, layoutId }: Fragment): string {
  const members = new URLSearchParams();
  if (key !== null) members.set('key', key);
  if (layoutId !== null) members.set('layout', layoutId);
  return `#${members}`;
}
