import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface Address {
  address: string;
  family: 4 | 6;
}

/** The addresses that this service may connect to for a user's URL, or why it may not. */
export type Permitted = { addresses: Address[] } | { refused: string };

/**
 * Users' URLs must not reach what only this machine can: private, loopback, link-local and metadata addresses are
 * refused. The addresses found here are the ones connected to, so that a name can't change its mind in between.
 * `allow`: host, host:port or CIDR that may be reached all the same.
 */
export async function permit(url: URL, allow: readonly string[]): Promise<Permitted> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [addressOf(host)] : await resolved(host);
  if (addresses.length === 0) return { refused: `the host ${host} was not found` };
  const trusted = isTrusted(url, allow);
  const bad = addresses.some(({ address }) => !trusted && !isPublic(address) && !inRange(address, allow));
  return bad ? { refused: `${host} is no public address` } : { addresses };
}

async function resolved(host: string): Promise<Address[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => addressOf(address));
}

function addressOf(address: string): Address {
  return { address, family: isIP(address) === 6 ? 6 : 4 };
}

/** By the name or address as the URL writes it, with or without its port. */
function isTrusted(url: URL, allow: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const names = [url.hostname, bare, `${url.hostname}:${port}`];
  return allow.some((entry) => names.includes(entry.toLowerCase()));
}

/** Of IPv6, only 2000::/3 is given out (RFC 4291); what of it leads elsewhere has a range of its own. */
function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  const isGlobal = parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3') as never);
  return isGlobal && parsed.range() === 'unicast';
}

function inRange(address: string, allow: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return allow.some((entry) => {
    if (!entry.includes('/') || !ipaddr.isValidCIDR(entry)) return entry === address;
    const [range, bits] = ipaddr.parseCIDR(entry);
    return range.kind() === parsed.kind() && parsed.match([range, bits] as never);
  });
}
