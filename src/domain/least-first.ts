/** Things of which the least comes out first: a binary heap. */
export class LeastFirst<T> {
  readonly #heap: T[] = [];
  readonly #isBefore: (one: T, other: T) => boolean;

  constructor(isBefore: (one: T, other: T) => boolean) {
    this.#isBefore = isBefore;
  }

  push(thing: T): void {
    const heap = this.#heap;
    heap.push(thing);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(heap[at] as T, heap[parent] as T)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** The least; undefined where there is none. */
  pop(): T | undefined {
    const heap = this.#heap;
    if (heap.length > 1) this.#swap(0, heap.length - 1);
    const top = heap.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#isBefore(heap[child] as T, heap[least] as T)) least = child;
      }
      if (least === at) return top;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(one: number, other: number): void {
    const held = this.#heap[one] as T;
    this.#heap[one] = this.#heap[other] as T;
    this.#heap[other] = held;
  }
}
