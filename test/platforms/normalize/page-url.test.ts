import { pageUrlOf } from '../../../src/platforms/normalize/page-url';

it.each([
  ['https://a.example', 'https://a.example'],
  [' HTTP://a.example/x?b=1#c ', 'HTTP://a.example/x?b=1#c'],
  ['https://a.example/?utm_source=x&fbclid=AbC-_', 'https://a.example/?utm_source=x&fbclid=AbC-_'],
  ['https://a.example/?email=x', 'https://a.example/'],
  ['https://a.example/?user[e-mail]=x&b=1', 'https://a.example/?b=1'],
  ['https://a.example/?lead.zip=1&plan[size]=2', 'https://a.example/?plan[size]=2'],
  ['https://a.example/?q=a%40b.example&q=1&b=2', 'https://a.example/?q=1&b=2'],
  ['https://a.example/?First_Name=A&LASTNAME=B&zip=1&b=2', 'https://a.example/?b=2'],
  ['https://me:secret@a.example/', 'https://a.example/'],
  ['https://a.example/#mail=a@b.example', 'https://a.example/'],
  ['https://a.example/#%E0%A4%A', 'https://a.example/#%E0%A4%A'],
])('page %j is sent as %s', (raw, url) => {
  expect(pageUrlOf(raw)?.url).toBe(url);
});

it.each(['a.example', 'javascript:alert(1)', 'file:///etc/passwd', 'https://', 'http:a.example', '', null, undefined])(
  '%j is no page',
  (raw) => {
    expect(pageUrlOf(raw)).toBeNull();
  },
);

it('tells what it left out, by name', () => {
  expect(pageUrlOf('https://a.example/?email=x&phone=1&b=2')?.leftOut).toEqual(['email', 'phone']);
  expect(pageUrlOf('https://a.example/?b=2')?.leftOut).toEqual([]);
});
