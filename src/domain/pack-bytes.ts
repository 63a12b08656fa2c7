import type { TerritoryRuns } from './territory-runs.ts';

/** What a pack begins with; the last byte is the version. */
export const PACK_MAGIC = new Uint8Array([0x48, 0x58, 0x50, 1]);

/**
 * The bytes of a pack: a header in JSON and the runs of its cells, each a gap and a length times a power of seven, and a territory.
 *
 * Shape: the magic `HXP` and a version; then gzip of: u32 (little-endian) length of the header, the header (UTF-8), and for each run three LEB128 numbers:
 * `7's exponent + 16 * (gap / 7^exponent)`, the same of its length, and its territory as the difference to the one before, zigzag.
 */
export async function packBytes(header: object, runs: TerritoryRuns): Promise<Uint8Array<ArrayBuffer>> {
  const head = new TextEncoder().encode(
    JSON.stringify({ ...header, resolution: runs.resolution, runs: runs.starts.length }),
  );
  const body = encodeRuns(runs);
  const plain = new Uint8Array(4 + head.length + body.length);
  new DataView(plain.buffer).setUint32(0, head.length, true);
  plain.set(head, 4);
  plain.set(body, 4 + head.length);
  const packed = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Blob([PACK_MAGIC, await new Response(packed).arrayBuffer()]).arrayBuffer());
}

/** Column by column, as gzip likes it: gaps, lengths, territories. */
function encodeRuns({ starts, ends, territories }: TerritoryRuns): Uint8Array {
  const bytes: number[] = [];
  starts.forEach((start, run) => {
    pushScaled(bytes, start - (run === 0 ? 0 : (ends[run - 1] ?? 0)));
  });
  starts.forEach((start, run) => {
    pushScaled(bytes, (ends[run] ?? 0) - start);
  });
  let before = 0;
  for (const territory of territories) {
    const step = territory - before;
    push(bytes, step < 0 ? -2 * step - 1 : 2 * step);
    before = territory;
  }
  return Uint8Array.from(bytes);
}

function pushScaled(bytes: number[], value: number): void {
  let exponent = 0;
  let rest = value;
  while (rest > 0 && rest % 7 === 0) {
    rest /= 7;
    exponent++;
  }
  push(bytes, rest * 16 + exponent);
}

/** LEB128: seven bits at a time, the lowest first. */
function push(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}
