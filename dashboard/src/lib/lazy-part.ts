/**
 * Parts of the dashboard that are loaded when they are first shown. Their files are named by their content: after an update of
 * the service those of an older page are gone, and only the page loaded anew knows the new names.
 */
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

const AGAIN_MS = 3000;
const JUST_NOW_MS = 60_000;

export function lazyPart<P>(load: () => Promise<{ default: ComponentType<P> }>): LazyExoticComponent<ComponentType<P>> {
  return lazy(() => load().catch(loadAnew));
}

/** A browser does not ask twice for a part that failed, so the page is loaded anew, once, as soon as there is somebody to answer. */
export async function loadAnew(error: unknown, reload = () => window.location.reload()): Promise<never> {
  while (!(await isAnswering())) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  if (wasJustReloaded()) throw error;
  reload();
  return new Promise(() => {}); // this page is about to go
}

async function isAnswering(): Promise<boolean> {
  return fetch("/api/health").then(
    (answer) => answer.status < 502,
    () => false,
  );
}

function wasJustReloaded(): boolean {
  const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return loaded?.type === "reload" && performance.now() < JUST_NOW_MS;
}
