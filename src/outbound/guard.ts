import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that this service may connect to for a user's URL, or why it may not. */
export type Permitted = { address: string; family: 4 | 6 } | { refused: string };

/**
 * Users' URLs must not reach what only this machine can: private, loopback, link-local and metadata addresses are
 * refused. The address found here is the one connected to, so that a name can't change its mind in between.
 * `allow`: host, host:port or CIDR that may be reached all the same.
 */
export async function permit(url: URL, allow: readonly string[]): Promise<Permitted> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await lookup(host, { all: true }).catch(() => []);
  if (found.length === 0) return { refused: `the host ${host} was not found` };
  const trusted = allow.includes(host) || allow.includes(`${host}:${port}`);
  const bad = trusted ? undefined : found.find(({ address }) => !isPublic(address) && !inRange(address, allow));
  if (bad) return { refused: `${host} is no public address` };
  const { address, family } = found[0] as { address: string; family: number };
  return { address, family: family === 6 ? 6 : 4 };
}

function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}

function inRange(address: string, allow: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return allow.some((entry) => {
    if (!entry.includes('/') || !ipaddr.isValidCIDR(entry)) return entry === address;
    const [range, bits] = ipaddr.parseCIDR(entry);
    return range.kind() === parsed.kind() && parsed.match([range, bits] as never);
  });
}
