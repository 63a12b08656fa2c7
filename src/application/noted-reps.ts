import type { UploadRow } from '../domain/read-account.ts';
import type { AccountReader, AccountUpload, ReadOptions } from './ports.ts';

/** Reps that are remembered: more than a plan has. */
const MAX_REPS = 20_000;

/** Reads accounts as another reader does, and notes which reps they name. */
export class NotedReps implements AccountReader {
  /** Good rows by the rep that they name. */
  readonly rows = new Map<string, number>();
  readonly #reader: AccountReader;

  constructor(reader: AccountReader) {
    this.#reader = reader;
  }

  read(mediaType: string | undefined, body: ReadableStream<Uint8Array>, options: ReadOptions): AccountUpload {
    const upload = this.#reader.read(mediaType, body, options);
    return {
      rows: this.#note(upload.rows),
      metrics: () => upload.metrics(),
      columns: () => upload.columns(),
      members: () => upload.members(),
    };
  }

  /** By hand, for a generator more between each row and its storage would show in the time of an upload. */
  #note(rows: AsyncIterable<UploadRow>): AsyncIterable<UploadRow> {
    const noted = (result: IteratorResult<UploadRow>) => {
      if (result.done !== true && result.value.ok) this.#count(result.value.account.repId);
      return result;
    };
    return {
      [Symbol.asyncIterator]() {
        const inner = rows[Symbol.asyncIterator]();
        return {
          next: () => inner.next().then(noted),
          return: async (value) => (await inner.return?.(value)) ?? { done: true, value },
        };
      },
    };
  }

  #count(repId: string | null): void {
    if (repId === null || (this.rows.size >= MAX_REPS && !this.rows.has(repId))) return;
    this.rows.set(repId, (this.rows.get(repId) ?? 0) + 1);
  }
}
