/**
 * Whether somebody looks at the page. A browser opens six connections to a service at most, so that forgotten tabs which
 * follow something would leave none for the one in sight.
 */
const HIDDEN_MS = 10_000;

/**
 * Call `wake` now and whenever the page comes into sight, and `rest` once nobody has seen it for a while.
 * @returns what ends this.
 */
export function followSight(wake: () => void, rest: () => void): () => void {
  let hiding: ReturnType<typeof setTimeout> | undefined;
  function look(): void {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(rest, HIDDEN_MS);
    else wake();
  }
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    document.removeEventListener("visibilitychange", look);
    clearTimeout(hiding);
  };
}
