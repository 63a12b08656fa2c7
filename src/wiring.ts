import type { Ports } from './application/ports.ts';
import type { Env } from './env.ts';
import { keyStoreD1 } from './storage/keys.d1.ts';
import { planStoreD1 } from './storage/plans.d1.ts';

/** Puts the ports together from what the Worker is bound to. */
export function wirePorts(env: Env): Ports {
  return {
    keys: keyStoreD1(env.DB),
    plans: planStoreD1(env.DB),
    accounts: unwired,
    layouts: unwired,
    optimizer: unwired,
  };
}

const unwired = new Proxy({}, { get: (_, name) => (name === 'engine' ? 'none' : refuse) }) as never;

function refuse(): never {
  throw new Error('not wired');
}
