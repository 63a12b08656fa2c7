import { createMiddleware } from 'hono/factory';
import type { Ports } from '../../application/ports.ts';
import type { Env } from '../../env.ts';
import type { HttpEnv } from '../http-env.ts';

/** Gives each request the ports, wired once per environment. */
export function providePorts(wire: (env: Env) => Ports) {
  const wired = new WeakMap<Env, Ports>();
  return createMiddleware<HttpEnv>(async (c, next) => {
    let ports = wired.get(c.env);
    if (ports === undefined) {
      ports = wire(c.env);
      wired.set(c.env, ports);
    }
    c.set('ports', ports);
    await next();
  });
}
