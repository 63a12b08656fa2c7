import { Failure } from '../domain/failure.ts';

/**
 * The bytes of a body, decompressed, and counted as they pass.
 *
 * Errors: `unsupported-media-type` for an encoding other than gzip; while reading, `payload-too-large` above the cap and `malformed-body` for
 * broken compression or a broken connection.
 */
export function decodeBody(
  body: ReadableStream<Uint8Array> | null,
  contentEncoding: string | undefined,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Failure('unsupported-media-type', 'Content-Encoding is neither gzip nor identity: send one of the two');
  }
  const reader = plainBody(body, encoding).getReader();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((): never => {
        throw new Failure('malformed-body', encoding === 'gzip' ? 'the body is not whole gzip' : 'the body broke off');
      });
      if (done) return controller.close();
      bytes += value.byteLength;
      if (bytes > maxBytes) {
        // Not awaited: a client that keeps sending must not hold the answer back.
        reader.cancel().catch(() => {});
        throw new Failure('payload-too-large', `the body is larger than ${maxBytes} bytes: send it in parts`);
      }
      controller.enqueue(value);
    },
    cancel: () => void reader.cancel().catch(() => {}),
  });
}

function plainBody(body: ReadableStream<Uint8Array> | null, encoding: 'identity' | 'gzip'): ReadableStream<Uint8Array> {
  if (body === null) return new Blob([]).stream();
  if (encoding === 'identity') return body;
  return body.pipeThrough(new DecompressionStream('gzip') as TransformStream<Uint8Array, Uint8Array>);
}
