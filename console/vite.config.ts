import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const SERVICE = process.env.SERVICE_URL || 'http://127.0.0.1:4000';

/** GraphiQL brings 600 KiB of fonts inside its styles, which our font-src refuses: the page's own are used. */
function withoutInlineFonts(): Plugin {
  return {
    name: 'without-inline-fonts',
    enforce: 'pre',
    transform(code, id) {
      return /graphiql[\\/].*style\.css$/.test(id) ? code.replaceAll(/@font-face\s*\{[^}]*\}/g, '') : undefined;
    },
  };
}

export default defineConfig({
  plugins: [react(), withoutInlineFonts()],
  // The service puts a fresh nonce in its place on every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 4_000,
    reportCompressedSize: false,
    rolldownOptions: {
      // `use client` and the like, of packages that also run elsewhere: a bundle has no use for them.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
  server: { proxy: { '/graphql': { target: SERVICE, ws: true }, '/sandbox': SERVICE } },
});
