import { type BlameShape, shown } from '../domain/check-shape.ts';
import { Failure } from '../domain/failure.ts';
import { IMPORT_QUERIES } from '../domain/plan-file.ts';
import { PLAN_FILE_SHAPES } from '../domain/plan-file-shape.ts';
import type { Ports } from './ports.ts';
import { QueryBudget } from './query-budget.ts';
import { ViolationList } from './violation-list.ts';

/** What a line of a plan file holds beside its `type`. */
export type Fields = Readonly<Record<string, unknown>>;

/** A line of a plan file, its number, and its bytes as UTF-8. */
export interface SectionLine {
  readonly type: string;
  readonly line: number;
  readonly value: Fields;
  readonly bytes: number;
}

/** Takes the lines of a plan file that stand together. */
export interface PlanSection {
  take(line: SectionLine): Promise<void> | void;
  /** Stores what is held. Nothing is taken afterwards. */
  finish(): Promise<void>;
}

/** What the caller may do beside making plans. */
export interface ImportRights {
  readonly haveLayouts: boolean;
  readonly publish: boolean;
}

/** What all sections of a file that comes in share: where it goes, what is wrong with it so far, and what of the request is left. */
export class PlanArrival {
  readonly violations = new ViolationList();
  readonly budget = new QueryBudget(IMPORT_QUERIES);
  readonly ports: Ports;
  readonly importId: string;
  readonly may: ImportRights;

  constructor(ports: Ports, importId: string, may: ImportRights) {
    this.ports = ports;
    this.importId = importId;
    this.may = may;
  }

  get isSound(): boolean {
    return this.violations.rows === 0;
  }

  /** Whether a line is as lines of its type are; what is not is blamed. */
  check(type: keyof typeof PLAN_FILE_SHAPES, line: number, value: unknown): boolean {
    const before = this.violations.rows;
    PLAN_FILE_SHAPES[type](value, '', this.blameAt(line));
    return this.violations.rows === before;
  }

  /** All that is blamed on one line is of one row, as far as its check reports it at once. */
  blameAt(line: number): BlameShape {
    return (field, value, detail, remedy) => {
      this.violations.add([{ line, field, value: shown(value), detail, remedy }]);
    };
  }

  /** Blames a line for where it stands. */
  refuse(line: number, value: unknown, detail: string): void {
    this.blameAt(line)(
      'type',
      value,
      detail,
      'send the lines as they were exported: header, plan, line, rep, departed, account, text, places, layout, hierarchy, assignment, entry, stage, goals, actuals, pipelineStage, deal, end',
    );
  }

  failure(): Failure {
    const { listed, count } = this.violations;
    const things = count === 1 ? '1 thing is' : `${count} things are`;
    const detail = listed.length === 0 ? 'the file is empty' : `${things} wrong`;
    return new Failure('invalid-rows', `${detail}: no plan was made`, listed, count);
  }
}

/** The failure of a file that paused for so long that its import was given up. */
export function tooSlow(): Failure {
  return new Failure('malformed-body', 'the body came too slowly and the import was given up: send it again');
}
