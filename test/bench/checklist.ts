/** Prints each check as it is made, and remembers whether all held. */
export class Checklist {
  #failed = 0;
  #passed = 0;

  /** States that something holds, with the figure that shows it. */
  holds(what: string, holds: boolean, figure: string | number = ''): void {
    if (holds) this.#passed++;
    else this.#failed++;
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}${figure === '' ? '' : `: ${figure}`}`);
  }

  /** The number of checks that did not hold. */
  end(): number {
    console.log(`${this.#passed} held, ${this.#failed} failed`);
    return this.#failed;
  }
}
