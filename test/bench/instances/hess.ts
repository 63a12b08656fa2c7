import { listBenchmarkFiles } from './benchmark-files.ts';
import type { Instance } from './instance.ts';
import type { ProblemFile } from './problem-file.ts';

interface HessFile extends ProblemFile {
  readonly name: string;
  readonly best: number;
}

/** Counties and tracts of single states with proven optima: already in the format; what they tell of the answer is left out of the input. */
export function hessInstances(): Instance[] {
  return listBenchmarkFiles('hess').map(({ name, read }) => {
    const { territories, weights, edges, x_m, y_m, lower, upper, best } = JSON.parse(read()) as HessFile;
    if (x_m === undefined || y_m === undefined) throw new Error(`${name} has no x_m and y_m`);
    const problem: ProblemFile = { territories, weights, edges, x_m, y_m, lower, upper, objective: 'hess_integer_km' };
    return {
      group: 'hess',
      name,
      territories,
      tolerances: [0.005],
      best,
      solvable: true,
      short: ['IA-county', 'LA-county', 'NM-county', 'OK-county', 'ID-tract'].includes(name),
      input: () => ({ kind: 'problem', problem }),
    };
  });
}
