import { quantile } from './distribution.ts';
import { settled } from './settle-sums.ts';
import { type FigureUnit, type Quadrant, STATEMENT_RULES, type StatementRule } from './statement-rules.ts';
import type { TerritoryFacts } from './territory-facts.ts';

/** Territories of which a figure must be known: of fewer there are no quarters. */
export const MIN_COMPARED = 4;
/** Accounts of a territory below which nothing is said of it. */
export const MIN_ACCOUNTS = 5;

/** Something that a rule says of a territory, with the figures that it says it by. */
export interface Statement {
  readonly rule: string;
  readonly quadrant: Quadrant;
  readonly formula: string;
  readonly figure: number;
  /** What the figure is beyond: a quartile of the territories, or the limit of the rule. */
  readonly bound: number;
  /** Of the territories of which the figure is known; null where it is not compared. */
  readonly median: number | null;
  readonly territories: number;
  readonly sentence: string;
}

/** Units of the plan's metrics, null where not known. */
export interface MetricUnits {
  readonly value: string | null;
  readonly potential: string | null;
}

/** What the rules say of one of a layout's territories. Nothing of one with fewer than five accounts; comparisons only where at least four territories have the figure. */
export function findStatements(
  all: readonly TerritoryFacts[],
  territory: number,
  units: MetricUnits,
): readonly Statement[] {
  const own = all[territory];
  if (own === undefined || own.accounts < MIN_ACCOUNTS) return [];
  return STATEMENT_RULES.flatMap((rule) => applyRule(rule, all, own, units) ?? []);
}

function applyRule(
  rule: StatementRule,
  all: readonly TerritoryFacts[],
  own: TerritoryFacts,
  units: MetricUnits,
): Statement | null {
  const { id, quadrant, formula, holds, subject, unit } = rule;
  const measured = rule.measure(own);
  if (measured === null) return null;
  const figure = settled(measured);
  const told = (value: number) => tell(value, unit, units);
  const base = { rule: id, quadrant, formula, figure };
  if (typeof holds === 'object') {
    const [bound, side] = 'above' in holds ? [holds.above, 'above'] : [holds.below, 'below'];
    if (side === 'above' ? figure <= bound : figure >= bound) return null;
    const sentence = `${subject} is ${side} ${told(bound)}: ${told(figure)}.`;
    return { ...base, bound, median: null, territories: 1, sentence };
  }
  const known = Float64Array.from(
    all
      .map(rule.measure)
      .filter((one) => one !== null)
      .map(settled),
  ).sort();
  if (known.length < MIN_COMPARED) return null;
  const isTop = holds === 'top-quarter';
  const [bound, median] = [quantile(known, isTop ? 0.75 : 0.25) ?? 0, quantile(known, 0.5) ?? 0];
  if (isTop ? figure < bound || figure <= median : figure > bound || figure >= median) return null;
  const quarter = isTop ? 'top' : 'bottom';
  const sentence = `${subject} is in the ${quarter} quarter of ${known.length} territories: ${told(figure)} against a median of ${told(median)}.`;
  return { ...base, bound, median, territories: known.length, sentence };
}

/** A figure as a sentence has it: four significant digits, shares in percent. */
function tell(figure: number, unit: FigureUnit, { value, potential }: MetricUnits): string {
  const digits = (number: number) => String(Number(number.toPrecision(4)));
  if (unit === 'share') return `${digits(figure * 100)} %`;
  const name = unit === 'value' ? value : potential;
  return `${digits(figure)}${name === null ? '' : ` ${name}`}${unit === 'potentialPerHour' ? ' an hour' : ''}`;
}
