/** What a stream holds: all of it, or null and the same stream anew where it holds more than was asked for. */
export type ReadUpTo =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly stream: null }
  | { readonly bytes: null; readonly stream: ReadableStream<Uint8Array> };

/** Reads a stream into memory up to `most` bytes. */
export async function readUpTo(stream: ReadableStream<Uint8Array>, most: number): Promise<ReadUpTo> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  for (let length = 0; length <= most; ) {
    const { done, value } = await reader.read();
    if (done) return { bytes: joined(parts, length), stream: null };
    parts.push(value);
    length += value.byteLength;
  }
  const rest = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = parts.shift() ?? (await reader.read()).value;
      if (part === undefined) controller.close();
      else controller.enqueue(part);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { bytes: null, stream: rest };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
