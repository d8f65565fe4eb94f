import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVICE = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react()],
  // The service puts a fresh nonce in its place on every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: { target: 'es2022', manifest: true, chunkSizeWarningLimit: 4_000, reportCompressedSize: false },
  server: { proxy: { '/graphql': { target: SERVICE, ws: true, changeOrigin: true }, '/sandbox': SERVICE } },
});
