import type { LayoutProblem } from './layout-problem.ts';
import type { SolveReport } from './solve-report.ts';

/** Why the cover has the base that it has, as a sentence for the caller. */
export function describeBaseChoice(report: Pick<SolveReport, 'resolution'>, { request, start }: LayoutProblem): string {
  const { base, choice } = report.resolution;
  const each = Math.round(choice.leaves / request.territories);
  const leaves = `${choice.leaves.toLocaleString('en-US')} occupied cells, about ${each} per territory`;
  switch (choice.kind) {
    case 'given':
      return request.cover.resolution === null
        ? `Base resolution ${base} was asked for; it gives ${leaves}.`
        : `The fixed resolution ${base} was asked for; it gives ${leaves}.`;
    case 'kept':
      return start === null
        ? `Base resolution ${base} is that of the layout whose borders are followed; it gives ${leaves}.`
        : `Base resolution ${base} is that of the layout this one was rebalanced from; it gives ${leaves}.`;
    case 'enough-leaves':
      return `Base resolution ${base} is the coarsest that gives every territory enough cells to balance with: ${leaves}, after cells too heavy for one territory were split.`;
    case 'few-accounts':
      return `There are too few accounts for some hundred cells per territory; base resolution ${base} is the finest at which cells still share accounts, so that territories hang together: ${leaves}.`;
    case 'lone-accounts':
      return `No two accounts are close enough to share a cell at a fitting size; base resolution ${base} is a middling one: ${leaves}.`;
    case 'fits-limit':
      return `Base resolution ${base} is the finest whose cells, with the empty ones between, stay within the limit of one solve: ${leaves}.`;
  }
}
