import type { BlameShape } from '../domain/check-shape.ts';

/** Passes on what is wrong with a thing, and remembers that something is. */
export class SoundBlame {
  #sink: BlameShape;
  #isSound = true;
  readonly blame: BlameShape = (...what) => {
    this.#isSound = false;
    this.#sink(...what);
  };

  constructor(sink: BlameShape) {
    this.#sink = sink;
  }

  /** Whether nothing was wrong so far. */
  get isSound(): boolean {
    return this.#isSound;
  }

  /** What is wrong from now on is told to another: blame is of lines. */
  passTo(sink: BlameShape): void {
    this.#sink = sink;
  }
}
