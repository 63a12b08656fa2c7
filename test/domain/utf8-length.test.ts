import { expect, test } from 'vitest';
import { utf8Length } from '../../src/domain/utf8-length.ts';

test.each(['', 'plain ~ text', 'tab\tand\u007f', 'Bäckerei', '東京', '𝄞', '\ud834'])(
  'counts the bytes of %j',
  (text) => {
    expect(utf8Length(text)).toBe(Buffer.byteLength(text));
  },
);
