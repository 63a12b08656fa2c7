import { Failure } from '../domain/failure.ts';
import { shorten } from '../domain/shorten.ts';

/** The reader of a media type. Throws `unsupported-media-type` for a type that has none, and for text that is not UTF-8. */
export function pickReader<Reader>(readers: Readonly<Record<string, Reader>>, mediaType: string | undefined): Reader {
  const [essence = '', ...parameters] = (mediaType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const reader = Object.hasOwn(readers, essence) ? readers[essence] : undefined;
  if (reader === undefined) {
    const given = essence === '' ? 'no Content-Type' : shorten(essence);
    throw new Failure('unsupported-media-type', `${given} is not read here: send ${Object.keys(readers).join(', ')}`);
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw new Failure('unsupported-media-type', `charset ${shorten(charset)} is not read here: send UTF-8`);
  }
  return reader;
}
