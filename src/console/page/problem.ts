/** A problem document (RFC 9457) as this API sends it. */
export interface ProblemDocument {
  readonly type?: string;
  readonly title: string;
  readonly detail?: string;
  readonly violations?: readonly {
    readonly field: string;
    readonly detail: string;
    readonly remedy: string;
  }[];
}

/** An answer that is not what was asked for. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super([problem.title, problem.detail].filter(Boolean).join(': '));
    this.problem = problem;
  }
}

/** The problem in an answer's body, or one made from its status. */
export function problemOf(status: number, body: string): ProblemError {
  try {
    const problem = JSON.parse(body) as ProblemDocument;
    if (typeof problem.title === 'string') return new ProblemError(problem);
  } catch {}
  return new ProblemError({ title: `The server answered ${status}`, detail: body.slice(0, 200) });
}
