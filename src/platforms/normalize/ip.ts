import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** As proxies write them: `[2001:db8::1]:443`, `192.0.2.1:443`. */
const WITH_PORT = /^(?:\[(.+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+):\d+)$/;

/** The first public address of a chain such as X-Forwarded-For has, IPv4 or IPv6; null where there is none. */
export function publicIpOf(raw: string): string | null {
  for (const part of raw.split(',').map((text) => text.trim())) {
    const ported = WITH_PORT.exec(part);
    const text = ported?.[1] ?? ported?.[2] ?? part;
    if (isIP(text) === 0) continue;
    const address = ipaddr.process(text);
    if (address.range() === 'unicast') return address.toString();
  }
  return null;
}
