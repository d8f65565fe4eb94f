import { LeadVault } from '../../src/persistence/lead-vault';
import { Keyring, newKey, open, seal } from '../../src/persistence/secrets';
import { sealFor } from '../../src/persistence/secrets-of-firings';

const entry = (id: string, key = newKey()) => `${id}:${key.toString('base64')}`;

test('what was sealed is opened with its key and context only', () => {
  const key = newKey();
  const sealed = seal(key, 'a token', 'pixel:1');
  expect(open(key, sealed, 'pixel:1').toString()).toBe('a token');
  expect(sealed.includes('a token')).toBe(false);
  expect(() => open(newKey(), sealed, 'pixel:1')).toThrow();
  expect(() => open(key, sealed, 'pixel:2')).toThrow();
});

test('the same text is never sealed the same twice', () => {
  const key = newKey();
  expect(seal(key, 'x', 'c').equals(seal(key, 'x', 'c'))).toBe(false);
});

test('a value altered in any byte, or cut short, is refused', () => {
  const key = newKey();
  const sealed = seal(key, 'four', 'c');
  for (let index = 0; index < sealed.length; index++) {
    const altered = Buffer.from(sealed);
    altered[index] = (altered[index] as number) ^ 1;
    expect(() => open(key, altered, 'c')).toThrow();
    expect(() => open(key, sealed.subarray(0, index), 'c')).toThrow();
  }
});

test('after a rotation the new key seals and the old one still opens', () => {
  const [old, fresh] = [entry('2025'), entry('2026')];
  const before = Keyring.parse(old).seal('secret', 'c');
  const rotated = Keyring.parse(`${fresh}, ${old}`);
  expect(rotated.open(before, 'c').toString()).toBe('secret');
  const after = rotated.seal('secret', 'c');
  expect(Keyring.parse(fresh).open(after, 'c').toString()).toBe('secret');
  expect(() => Keyring.parse(old).open(after, 'c')).toThrow('ENCRYPTION_KEYS lacks the key 2026');
});

test.each([
  ['', 'keys of 32 bytes'],
  ['k1', 'keys of 32 bytes'],
  ['k1:', 'keys of 32 bytes'],
  [`k1:${Buffer.alloc(31).toString('base64')}`, 'keys of 32 bytes'],
  [`:${newKey().toString('base64')}`, 'keys of 32 bytes'],
  [`${entry('k1')}:more`, 'keys of 32 bytes'],
  [`${entry('k1')},`, 'keys of 32 bytes'],
  [entry('k'.repeat(41)), 'keys of 32 bytes'],
  [`${entry('k1')},${entry('k1')}`, 'names the key id k1 twice'],
])('ENCRYPTION_KEYS=%j is refused without repeating a key', (text, words) => {
  const base64 = text.split(':')[1]?.slice(0, 43);
  const refuse = () => Keyring.parse(text);
  expect(refuse).toThrow(words);
  if (base64) expect(refuse).not.toThrow(base64);
});

test('a lead is read with its own key, which opens under the ring only for that lead', () => {
  const keyring = Keyring.parse(entry('k1'));
  const { vault, keySealed } = LeadVault.create(keyring, 'workspace', 'lead');
  const sealed = vault.sealData({ email: 'ann@example.com' });
  const again = LeadVault.open(keyring, 'workspace', 'lead', keySealed);
  expect(again.openData(sealed)).toEqual({ email: 'ann@example.com' });
  expect(() => LeadVault.open(keyring, 'workspace', 'another', keySealed)).toThrow();
  expect(() => LeadVault.open(keyring, 'another', 'lead', keySealed)).toThrow();
  const other = LeadVault.create(keyring, 'workspace', 'other').vault;
  expect(() => other.openData(sealed)).toThrow();
});

test('what belongs to a firing can be read as nothing else, and of no other firing', () => {
  const keyring = Keyring.parse(entry('k1'));
  const { vault } = LeadVault.create(keyring, 'workspace', 'lead');
  const sealed = sealFor(vault, keyring, { event: 1 }, 'request:1');
  expect(vault.openJson(sealed, 'request:1')).toEqual({ event: 1 });
  expect(() => vault.openJson(sealed, 'request:2')).toThrow();
  expect(() => vault.openJson(sealed, 'event:1')).toThrow();
  const withoutLead = sealFor(null, keyring, { event: 1 }, 'request:1');
  expect(JSON.parse(keyring.open(withoutLead, 'request:1').toString())).toEqual({ event: 1 });
});
