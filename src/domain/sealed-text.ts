/** Bytes of the nonce that AES-GCM wants. */
const NONCE_BYTES = 12;

/** Encrypts a text so that only who knows `secret` can read it (HKDF-SHA-256, AES-256-GCM). Base64. */
export async function sealText(text: string, secret: string): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const algorithm = { name: 'AES-GCM', iv: nonce };
  const sealed = await crypto.subtle.encrypt(algorithm, await keyOf(secret), new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...nonce, ...new Uint8Array(sealed)));
}

/** The text that was sealed under `secret`, or null where it was another. */
export async function openSealedText(sealed: string, secret: string): Promise<string | null> {
  const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
  const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, NONCE_BYTES) };
  try {
    const text = await crypto.subtle.decrypt(algorithm, await keyOf(secret), bytes.subarray(NONCE_BYTES));
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey']);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode('sealed-text'),
  };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
