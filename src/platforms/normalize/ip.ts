import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** As proxies write them: `[2001:db8::1]:443`, `192.0.2.1:443`. */
const WITH_PORT = /^(?:\[(.+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/** Ranges that no network routes and documents use: who tries the service with such an address shall see it arrive. */
const FOR_DOCUMENTS = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map(ipaddr.parseCIDR);

function isPublic(address: ReturnType<typeof ipaddr.process>): boolean {
  return (
    address.range() === 'unicast' ||
    FOR_DOCUMENTS.some(([net, bits]) => net.kind() === address.kind() && address.match(net, bits))
  );
}

/** The first public address of a chain such as X-Forwarded-For has, IPv4 or IPv6; null where there is none. */
export function publicIpOf(raw: string): string | null {
  for (const part of raw.split(',').map((text) => text.trim())) {
    const ported = WITH_PORT.exec(part);
    const text = ported?.[1] ?? ported?.[2] ?? part;
    if (isIP(text) === 0) continue;
    const address = ipaddr.process(text);
    if (isPublic(address)) return address.toString();
  }
  return null;
}
