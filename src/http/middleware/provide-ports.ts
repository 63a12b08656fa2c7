import { createMiddleware } from 'hono/factory';
import type { Ports } from '../../application/ports.ts';
import type { Env } from '../../env.ts';
import type { HttpEnv } from '../http-env.ts';

/** Gives each request the ports. */
export function providePorts(wire: (env: Env) => Ports) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    c.set('ports', wire(c.env));
    await next();
  });
}
