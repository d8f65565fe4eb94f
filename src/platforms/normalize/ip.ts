import ipaddr from 'ipaddr.js';

/** The first public address of a chain such as X-Forwarded-For has, IPv4 or IPv6; null where there is none. */
export function publicIpOf(raw: string): string | null {
  for (const part of raw.split(',').map((text) => text.trim())) {
    const address = ipaddr.isValid(part) ? ipaddr.process(part) : null;
    if (
      address?.range() === 'unicast' &&
      (address.kind() === 'ipv6' || ipaddr.IPv4.isValidFourPartDecimal(address.toString()))
    ) {
      return address.toString();
    }
  }
  return null;
}
