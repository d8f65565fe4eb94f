import { Alert, createTheme, type MantineColorsTuple, PasswordInput } from '@mantine/core';

const brand: MantineColorsTuple = [
  '#eef2ff',
  '#dde4ff',
  '#b9c6ff',
  '#92a6ff',
  '#6f88fb',
  '#5772f6',
  '#4263eb',
  '#3a56d0',
  '#3049b0',
  '#263b90',
];

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  autoContrast: true,
  components: {
    // A note that stands in the page from its start must not be called out: only what comes up later says role="alert".
    Alert: Alert.extend({ defaultProps: { role: 'note' } }),
    // Else the head of a dialog counts as one more head of the page.
    Drawer: { defaultProps: { attributes: { header: { role: 'none' } } } },
    Modal: { defaultProps: { attributes: { header: { role: 'none' } } } },
    PasswordInput: PasswordInput.extend({ defaultProps: { visibilityToggleFocusable: true } }),
  },
});
