/** Keeps the values used last, up to a number of bytes in all. For immutable values only: nothing here ever expires. */
export class ByteBoundedCache<T> {
  readonly #entries = new Map<string, { value: T; bytes: number }>();
  readonly #capacityBytes: number;
  #heldBytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  find(key: string): T | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Keeps a value, and drops the least recently used ones that no longer fit. A value larger than the cache is not kept. */
  keep(key: string, value: T, bytes: number): void {
    this.drop(key);
    if (bytes > this.#capacityBytes) return;
    this.#entries.set(key, { value, bytes });
    this.#heldBytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#heldBytes <= this.#capacityBytes) break;
      this.drop(oldest);
    }
  }

  drop(key: string): void {
    this.#heldBytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}
