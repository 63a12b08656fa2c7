import { latLngToCell } from 'h3-js';

/** What a pack says of itself. */
export interface PackHeader {
  readonly publicationId: string;
  readonly layoutId: string;
  readonly territories: readonly { readonly id: string; readonly name: string; readonly rep: string | null }[];
  readonly pointResolution: number;
  readonly resolution: number;
  readonly leaves: number;
  readonly runs: number;
}

/** A reader of packs as anybody may write it from the description: it needs h3-js alone. */
export async function readPack(pack: Uint8Array<ArrayBuffer>) {
  if (String.fromCharCode(...pack.subarray(0, 3)) !== 'HXP' || pack[3] !== 1)
    throw new Error('not a pack of version 1');
  const plain = new Blob([pack.subarray(4)]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  const bodyAt = 4 + new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, bodyAt))) as PackHeader;
  let at = bodyAt;
  const next = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  const column = () => Array.from({ length: header.runs }, next);
  const scaled = (value: number) => Math.floor(value / 16) * 7 ** (value % 16);
  const [gaps, lengths, steps] = [column().map(scaled), column().map(scaled), column()];
  const [starts, ends, territories]: [number[], number[], number[]] = [[], [], []];
  gaps.forEach((gap, run) => {
    const [step, start] = [steps[run] as number, (ends[run - 1] ?? 0) + gap];
    starts.push(start);
    ends.push(start + (lengths[run] as number));
    territories.push((territories[run - 1] ?? 0) + (step % 2 === 0 ? step / 2 : -(step + 1) / 2));
  });

  const find = (lat: number, lng: number) => {
    const cell = BigInt(`0x${latLngToCell(lat, lng, header.pointResolution)}`);
    let position = Number((cell >> 45n) & 127n);
    for (let digit = 1; digit <= header.resolution; digit++) {
      position = position * 7 + Number((cell >> BigInt(45 - 3 * digit)) & 7n);
    }
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] as number) <= position) low = middle + 1;
      else high = middle;
    }
    return position < (ends[low - 1] ?? 0) ? (header.territories[territories[low - 1] as number] ?? null) : null;
  };
  return { header, find };
}
