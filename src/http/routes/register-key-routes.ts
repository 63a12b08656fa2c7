import type { App } from '../app.ts';
import { registerCreateKey } from './keys/create-key.ts';
import { registerGetKey } from './keys/get-key.ts';
import { registerListKeys } from './keys/list-keys.ts';
import { registerRevokeKey } from './keys/revoke-key.ts';
import { registerRotateKey } from './keys/rotate-key.ts';

/** Routes of a workspace's keys. */
export function registerKeyRoutes(app: App): void {
  registerCreateKey(app);
  registerListKeys(app);
  registerGetKey(app);
  registerRotateKey(app);
  registerRevokeKey(app);
}
