import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // The words for codes are the mini-program's; nothing else of it is loaded.
  resolve: {
    alias: {
      '@contract': resolve(import.meta.dirname, '../server/contract'),
      '@/format': resolve(import.meta.dirname, '../client/src/format'),
    },
  },
  // antd with its icons is one large, rarely changing part; a warning about its size says nothing new.
  build: { chunkSizeWarningLimit: 1600 },
});
