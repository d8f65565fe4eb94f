const names = new Intl.DisplayNames('en', { type: 'currency' });

/** Every currency that the browser knows, the common ones first. */
export const CURRENCIES = [...new Set(['USD', 'EUR', 'GBP', ...Intl.supportedValuesOf('currency')])].map((code) => ({
  value: code,
  label: `${code} – ${names.of(code) ?? code}`,
}));
