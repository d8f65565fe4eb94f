import { permit } from '../../src/outbound/guard';

const refused = async (url: string, allow: string[] = []) => 'refused' in (await permit(new URL(url), allow));

test.each([
  ['loopback', 'http://127.0.0.1/'],
  ['the rest of loopback', 'http://127.8.9.10/'],
  ['loopback by its name', 'http://localhost/'],
  ['loopback in decimal', 'http://2130706433/'],
  ['loopback in octal', 'http://0177.0.0.1/'],
  ['loopback in hexadecimal', 'http://0x7f.0x0.0x0.0x1/'],
  ['loopback shortened', 'http://127.1/'],
  ['any address', 'http://0.0.0.0/'],
  ['any address shortened', 'http://0/'],
  ['private 10', 'http://10.1.2.3/'],
  ['private 172.16', 'http://172.31.255.255/'],
  ['private 192.168', 'http://192.168.0.1/'],
  ['link-local, where clouds keep their metadata', 'http://169.254.169.254/'],
  ['carrier-grade NAT', 'http://100.64.0.1/'],
  ['a net for documentation', 'http://192.0.2.1/'],
  ['a net for benchmarks', 'http://198.18.0.1/'],
  ['broadcast', 'http://255.255.255.255/'],
  ['multicast', 'http://224.0.0.1/'],
  ['reserved', 'http://240.0.0.1/'],
  ['loopback of IPv6', 'http://[::1]/'],
  ['any address of IPv6', 'http://[::]/'],
  ['unique local of IPv6', 'http://[fd00::1]/'],
  ['link-local of IPv6', 'http://[fe80::1]/'],
  ['multicast of IPv6', 'http://[ff02::1]/'],
  ['documentation of IPv6', 'http://[2001:db8::1]/'],
  ['IPv4 mapped into IPv6', 'http://[::ffff:127.0.0.1]/'],
  ['private IPv4 mapped into IPv6', 'http://[::ffff:a00:1]/'],
  ['IPv4-compatible IPv6', 'http://[::127.0.0.1]/'],
  ['NAT64 of loopback', 'http://[64:ff9b::7f00:1]/'],
  ['NAT64 of a local net', 'http://[64:ff9b:1::a00:1]/'],
  ['6to4 of a private address', 'http://[2002:a00:1::1]/'],
  ['Teredo', 'http://[2001::1]/'],
  ['site-local of IPv6', 'http://[fec0::1]/'],
])('%s is refused: %s', async (_name, url) => {
  expect(await refused(url)).toBe(true);
});

test.each(['http://93.184.216.34/', 'https://8.8.8.8:8443/', 'http://[2606:4700:4700::1111]/'])(
  '%s is public, and is what is connected to',
  async (url) => {
    const host = new URL(url).hostname.replace(/[[\]]/g, '');
    expect(await permit(new URL(url), [])).toEqual({
      addresses: [{ address: host, family: host.includes(':') ? 6 : 4 }],
    });
  },
);

test('a name that resolves to nothing is refused as such', async () => {
  expect(await permit(new URL('http://no-such-host.invalid/'), [])).toEqual({
    refused: 'the host no-such-host.invalid was not found',
  });
});

test.each([
  ['an address', ['127.0.0.1'], 'http://127.0.0.1:9/', false],
  ['an address and port', ['127.0.0.1:9'], 'http://127.0.0.1:9/', false],
  ['another port', ['127.0.0.1:9'], 'http://127.0.0.1:10/', true],
  ['the port that https has', ['127.0.0.1:443'], 'https://127.0.0.1/', false],
  ['a range', ['10.0.0.0/8'], 'http://10.1.2.3/', false],
  ['another range', ['10.0.0.0/8'], 'http://192.168.0.1/', true],
  ['a range of IPv6', ['fd00::/8'], 'http://[fd00::1]/', false],
  ['IPv4 mapped into IPv6, by the range of IPv4', ['127.0.0.0/8'], 'http://[::ffff:127.0.0.1]/', false],
  ['a name', ['localhost'], 'http://localhost:9/', false],
  ['a name in capitals', ['LocalHost'], 'http://LOCALHOST:9/', false],
  ['a name and port', ['localhost:9'], 'http://localhost:9/', false],
  ['the address that a name has', ['127.0.0.0/8', '::1'], 'http://localhost/', false],
  ['an address of IPv6 and its port', ['[::1]:9'], 'http://[::1]:9/', false],
  ['an address of IPv6 in brackets', ['[::1]'], 'http://[::1]:9/', false],
  ['a name that only ends the same', ['host'], 'http://localhost/', true],
])('OUTBOUND_ALLOW with %s: %j', async (_name, allow, url, isRefused) => {
  expect(await refused(url, allow)).toBe(isRefused);
});
