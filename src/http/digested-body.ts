import { digestHex, hexOf } from '../domain/digest-hex.ts';

/** A request body that is digested and counted while it is read; nothing of it is held. */
export class DigestedBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #digest = new crypto.DigestStream('SHA-256');
  #bytes = 0;
  #whole = false;

  constructor(body: ReadableStream<Uint8Array> | null) {
    const reader = (body ?? new Blob([]).stream()).getReader();
    const writer = this.#digest.getWriter();
    this.stream = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) {
          await writer.close();
          this.#whole = true;
          return controller.close();
        }
        this.#bytes += value.byteLength;
        await writer.write(value);
        controller.enqueue(value);
      },
      cancel: (reason) => void reader.cancel(reason).catch(() => {}),
    });
  }

  /** Bytes read until now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the body was read to its end: only then does its digest stand for it. */
  get whole(): boolean {
    return this.#whole;
  }

  /** Reads to the end, but stops after more than `most` bytes. */
  async drain(most: number): Promise<void> {
    const reader = this.stream.getReader();
    while (this.#bytes <= most && !(await reader.read()).done);
    if (!this.#whole) reader.cancel().catch(() => {});
  }

  /** SHA-256 in hex of the body and of `beside`, what else must be the same. Call it once the body is whole. */
  async fingerprint(beside: readonly string[]): Promise<string> {
    return digestHex(JSON.stringify([...beside, hexOf(await this.#digest.digest)]));
  }
}
