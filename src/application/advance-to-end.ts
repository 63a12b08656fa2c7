import { Failure } from '../domain/failure.ts';
import type { Ports } from './ports.ts';

/**
 * Takes all the steps of a solve. Between some steps and the next other requests are served, and the watcher's words get out.
 *
 * Throws `solve-too-long` as soon as it shows that a request cannot wait for all of them. `taken`: steps that it has waited for before.
 */
export async function advanceToEnd(
  ports: Pick<Ports, 'optimizer' | 'solveLimits'>,
  solve: { advance(): number },
  watch: (progress: number) => void = () => {},
  taken = 0,
): Promise<void> {
  for (let progress = 0, steps = 0; progress < 1; ) {
    await nextTurn();
    progress = solve.advance();
    steps += ports.optimizer.stepsPerAdvance;
    expectShort(progress, steps, taken, ports.solveLimits.requestSteps);
    watch(progress);
  }
}

/** The first steps tell about how many there will be in all. */
function expectShort(progress: number, steps: number, taken: number, limit: number): void {
  const more = progress === 1 ? 0 : Math.max(steps, progress > 0 ? steps / progress : 0);
  if (taken + more <= limit) return;
  throw new Failure(
    'solve-too-long',
    `this takes more than the ${limit.toLocaleString('en-US')} steps that a request waits for: have it solved by a job (the accounts in a plan, and Prefer: respond-async), send a lower effort, or ask for less at once`,
  );
}

/** Lets what waits (other requests, streams) run before the next steps. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
