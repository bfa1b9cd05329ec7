import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { connection } from "@/lib/connection";

// Files share a worker, which saves them from loading React and MUI each: nothing that one has left may reach another.
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
  connection.set("connecting");
});

// A busy machine needs longer than the second that is meant for an idle one.
configure({ asyncUtilTimeout: 5000 });

// jsdom lays nothing out: what asks for sizes and media gets plain answers.
class StillObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: StillObserver, IntersectionObserver: StillObserver });
window.matchMedia = (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }) as unknown as MediaQueryList;
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
