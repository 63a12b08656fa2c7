import type { SampleAccount } from './sample-accounts.ts';
import { dayPlus, type SampleCalendar } from './sample-calendar.ts';
import { sampleRandom } from './sample-random.ts';

/** An open deal as it is uploaded. */
export interface SampleDeal {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly stage: string;
  readonly metric: 'revenue';
  readonly amount: number;
  readonly expectedClose: string;
  /** Null: that of the stage. */
  readonly probability: number | null;
}

/** Stages of the pipeline, with the chance that a deal at them is won. */
export const PIPELINE_STAGES = [
  { name: 'qualified', probability: 0.1 },
  { name: 'proposal', probability: 0.3 },
  { name: 'negotiation', probability: 0.6 },
  { name: 'commitment', probability: 0.85 },
] as const;

/** Days from today at which deals are expected to be decided: some are overdue, some come after the fiscal year, and a tenth on its last day. */
const [FIRST_CLOSE, LAST_CLOSE] = [-15, 200];

/** Open deals: with every third customer, and two in five of the prospects that are visited. */
export function makeDeals(accounts: readonly SampleAccount[], { today, due }: SampleCalendar): SampleDeal[] {
  return accounts.flatMap(({ id, name, status, visitsPerPeriod, potential }) => {
    const random = sampleRandom('deal', id);
    const drawn = random.share();
    const isOpen =
      status === 'customer' ? drawn < 0.35 : status === 'prospect' && visitsPerPeriod !== null && drawn < 0.4;
    if (!isOpen) return [];
    const stage = random.pick([
      'qualified',
      'qualified',
      'qualified',
      'proposal',
      'proposal',
      'negotiation',
      'commitment',
    ]);
    const amount = Math.round((potential * random.between(0.1, 0.5)) / 100) * 100;
    const isAtEnd = random.share() < 0.1;
    const expectedClose = isAtEnd ? due : dayPlus(today, Math.round(random.between(FIRST_CLOSE, LAST_CLOSE)));
    const probability = random.share() < 0.1 ? 0.5 : null;
    return [{ id: `deal-${id}`, account: id, name, stage, metric: 'revenue', amount, expectedClose, probability }];
  });
}
