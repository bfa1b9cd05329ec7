/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env.GRISTMILL_DEV_API ?? "http://127.0.0.1:5001";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: api }, "/openapi": { target: api } },
  },
  build: {
    target: "es2022",
    // Nothing is inlined as a data: address, so that one cache rule holds for all files.
    assetsInlineLimit: 0,
    // The grid and the charts are pages' own chunks; their size is known and loaded when they are opened.
    chunkSizeWarningLimit: 700,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    restoreMocks: true,
    isolate: false, // see src/testing/setup.ts
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 60_000, // pages full of MUI take seconds to draw in jsdom on a busy machine,
  },
});
