import type { Deal } from './deal.ts';
import { isEmpty } from './infer-metrics.ts';
import type { RawRow } from './raw-row.ts';
import { type CheckedRow, readMetric, readRow, readValue } from './read-actual.ts';
import { readDay } from './read-day.ts';
import { readNumber } from './read-number.ts';
import { type Blame, readId, readLabel, readName } from './row-values.ts';

/** Reads one deal, or names everything that is wrong with its row. Other columns than its own are passed over. */
export function readDeal(row: RawRow): CheckedRow<Deal> {
  return readRow(row, (fields, blame) => {
    const metric = fields.get('metric');
    return {
      id: readId('id', fields.get('id'), blame),
      account: readId('account', fields.get('account'), blame),
      name: readName(fields.get('name'), blame),
      stage: readStage(fields.get('stage'), blame),
      metric: isEmpty(metric) ? null : readMetric(metric, blame),
      amount: readValue('amount', fields.get('amount'), blame),
      expectedClose: readDay('expectedClose', fields.get('expectedClose'), blame),
      probability: readProbability(fields.get('probability'), blame),
    };
  });
}

function readStage(value: unknown, blame: Blame): string {
  const stage = readLabel('stage', value, blame);
  if (stage === null) blame('stage', value, 'is empty', 'send the name of a stage of the pipeline, such as proposal');
  return stage ?? '';
}

function readProbability(value: unknown, blame: Blame): number | null {
  if (isEmpty(value)) return null;
  const remedy = 'send a fraction from 0 to 1, such as 0.25 for 25 %, or nothing';
  const probability = readNumber(value);
  if (probability === null) blame('probability', value, 'is not a number', remedy);
  else if (probability < 0 || probability > 1) blame('probability', value, 'is not between 0 and 1', remedy);
  return probability;
}
