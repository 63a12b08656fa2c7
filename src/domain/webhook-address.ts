import { isPublicIpv4, isPublicIpv6, readIpv4 } from './public-ip.ts';

/** What is wrong with the address of a receiver, and what would be right. */
export interface AddressBlame {
  readonly detail: string;
  readonly remedy: string;
}

const PORTS = ['', '443', '8443'];
/** Names of no public host: this machine, the local network (RFC 6762, RFC 8375), private clouds. */
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|home\.arpa)$/;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * What keeps an address from being told of events, null where nothing does: only `https`, on port 443 or 8443, to public hosts.
 *
 * The URL parser has brought decimal, octal, hexadecimal and short spellings of IPv4 addresses to the dotted one. What a name leads to is not looked up here: a Worker
 * reaches no private network. `allowLoopback` lets tests and developers receive on their own machine, on any port and without TLS.
 */
export function blameAddress(text: string, allowLoopback: boolean): AddressBlame | null {
  if (!URL.canParse(text)) return { detail: 'is no URL', remedy: 'send one like https://hooks.example.com/hexalign' };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return { detail: 'holds a name or a password', remedy: 'leave them out: requests are signed' };
  }
  if (allowLoopback && LOOPBACK.test(url.hostname) && /^https?:$/.test(url.protocol)) return null;
  if (url.protocol !== 'https:') return { detail: 'is not https', remedy: 'send an address that begins with https://' };
  if (!PORTS.includes(url.port)) {
    return { detail: `names port ${url.port}`, remedy: 'receive on port 443 or 8443' };
  }
  if (!isPublicHost(url.hostname)) {
    return { detail: 'is no public address', remedy: 'send the address of a host that everybody can reach' };
  }
  return null;
}

function isPublicHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return isPublicIpv6(hostname.slice(1, -1));
  const name = hostname.replace(/\.$/, '');
  const ipv4 = readIpv4(name);
  if (ipv4 !== null) return isPublicIpv4(ipv4);
  return name.includes('.') && !PRIVATE_NAMES.test(name);
}
