/** Blocks of IPv4 that are nobody's on the public net, as first address and length of the prefix. Source: IANA IPv4 Special-Purpose Address Registry (RFC 6890). */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** A dotted IPv4 address as a number, null where it is none. */
export function readIpv4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : null;
}

/** Whether an IPv4 address may belong to a public host. */
export function isPublicIpv4(address: number): boolean {
  return !SPECIAL_IPV4.some(([first, length]) => {
    const size = 2 ** (32 - length);
    return Math.floor(address / size) === (readIpv4(first) ?? 0) / size;
  });
}

/**
 * Whether an IPv6 address, in one of the spellings that the URL parser gives, may belong to a public host.
 *
 * Only global unicast (2000::/3) is: that leaves out loopback, unspecified, unique local, link-local, multicast and IPv4-mapped ones. Of the rest not protocols and
 * Teredo (2001::/23), documentation (2001:db8::/32, 3fff::/20) and 6to4 (2002::/16). NAT64 (64:ff9b::/96) is what the IPv4 address in it is. Source: IANA
 * IPv6 Special-Purpose Address Registry.
 */
export function isPublicIpv6(text: string): boolean {
  const groups = readIpv6(text);
  if (groups === null) return false;
  const [first = 0, second = 0] = groups;
  if (first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) {
    return isPublicIpv4((groups[6] ?? 0) * 65_536 + (groups[7] ?? 0));
  }
  if (first >> 13 !== 1) return false;
  const isSpecial =
    (first === 0x2001 && (second < 0x200 || second === 0xdb8)) ||
    first === 0x2002 ||
    (first === 0x3fff && second < 0x1000);
  return !isSpecial;
}

/** The eight groups of an IPv6 address, null where it is none. The URL parser writes no dotted part. */
function readIpv6(text: string): number[] | null {
  const [head = '', tail] = text.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [read(head), read(tail ?? '')];
  const missing = 8 - before.length - after.length;
  if (missing < 0 || (tail === undefined && missing > 0)) return null;
  const groups = [...before, ...Array<number>(missing).fill(0), ...after];
  return groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
}
