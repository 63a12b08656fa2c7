/** Sets of the numbers 0 to size - 1, at first each of one number. */
export class DisjointSets {
  readonly #parent: Uint32Array;

  constructor(size: number) {
    this.#parent = Uint32Array.from({ length: size }, (_, number) => number);
  }

  /** The number that stands for the set of a number. */
  rootOf(number: number): number {
    let root = number;
    for (let above = this.#above(root); above !== root; above = this.#above(root)) {
      this.#parent[root] = this.#above(above);
      root = this.#above(root);
    }
    return root;
  }

  join(a: number, b: number): void {
    this.#parent[this.rootOf(a)] = this.rootOf(b);
  }

  #above(number: number): number {
    return this.#parent[number] as number;
  }
}
