/** SHA-256 in hex of bytes, or of a text's UTF-8. */
export async function digestHex(of: string | ArrayBufferView): Promise<string> {
  const bytes = typeof of === 'string' ? new TextEncoder().encode(of) : of;
  return hexOf(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
}

/** Bytes in hex. */
export function hexOf(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
