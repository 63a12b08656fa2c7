import type { Ports } from '../application/ports.ts';
import type { Env } from '../env.ts';

/** Ports of environments, each wired once. */
export function wireOnce(wire: (env: Env) => Ports): (env: Env) => Ports {
  const wired = new WeakMap<Env, Ports>();
  return (env) => {
    let ports = wired.get(env);
    if (ports === undefined) {
      ports = wire(env);
      wired.set(env, ports);
    }
    return ports;
  };
}
