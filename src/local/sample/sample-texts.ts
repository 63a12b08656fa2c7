import type { SpecialTerritories } from './sample-business.ts';
import type { SampleCalendar } from './sample-calendar.ts';

/** What a manager wrote. */
export interface SampleText {
  readonly kind: 'strategy' | 'tactics' | 'notes';
  /** Null: of the plan. */
  readonly territoryId: string | null;
  readonly text: string;
}

/** Texts of the plan and of the territories of which something is special. The plan's strategy is the last. */
export function makeTexts(
  { opened, neighbor, vacant, drifted }: SpecialTerritories,
  { changedOn, start, due }: SampleCalendar,
): SampleText[] {
  return [
    {
      ...{ kind: 'tactics', territoryId: opened.id },
      text: `Opened on ${changedOn}, out of ${neighbor}. First the customers that came with it, then the large prospects near them.`,
    },
    {
      kind: 'notes',
      territoryId: vacant,
      text: 'Vacant. The neighbours see to its customers until somebody is found.',
    },
    {
      kind: 'notes',
      territoryId: drifted,
      text: 'Many new sites since the territories were drawn. See what a repair would move.',
    },
    {
      ...{ kind: 'strategy', territoryId: null },
      text: `Fiscal year from ${start} to ${due}: hold the large customers, win the prospects that are near them, and let go what takes a day to reach.`,
    },
  ];
}
