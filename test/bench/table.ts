export interface Column {
  readonly title: string;
  readonly width: number;
}

/** A table that is printed row by row, aligned for a terminal or in Markdown. The first column is aligned to the left. */
export class Table {
  readonly #columns: readonly Column[];
  readonly #markdown: boolean;

  constructor(columns: readonly Column[], markdown: boolean) {
    this.#columns = columns;
    this.#markdown = markdown;
  }

  header(): void {
    this.row(this.#columns.map(({ title }) => title));
    if (this.#markdown) console.log(`|${this.#columns.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`);
  }

  row(cells: readonly string[]): void {
    if (this.#markdown) {
      console.log(`| ${cells.join(' | ')} |`);
    } else {
      const padded = this.#columns.map(({ width }, index) => {
        const cell = cells[index] ?? '';
        return index === 0 ? cell.padEnd(width) : cell.padStart(width);
      });
      console.log(padded.join(' ').trimEnd());
    }
  }
}

/** A fraction as per cent. */
export function percent(fraction: number, digits = 2): string {
  return `${(100 * fraction).toFixed(digits)} %`;
}
