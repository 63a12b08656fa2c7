import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'BOOTSTRAP_SECRET';

/** The bootstrap secret of this machine, from `.dev.vars`; made, and added to the file, when there is none. */
export function ensureDevSecret(root: string): string {
  const path = join(root, '.dev.vars');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const found = new RegExp(`^${NAME}\\s*=\\s*"?([^"\\r\\n]+?)"?\\s*$`, 'm').exec(text)?.[1];
  if (found !== undefined) return found;
  const secret = randomBytes(32).toString('base64url');
  const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  writeFileSync(path, `${before}${NAME}=${secret}\n`, { mode: 0o600 });
  return secret;
}
