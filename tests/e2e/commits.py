"""How much a page draws: components that React ran, read from its fibers after each commit of the production bundle.

React tells its developer tools of each commit, and marks fibers whose component ran (`PerformedWork`, the first flag).
This takes the place of the tools, walks what changed, and counts functions and classes that ran or were made.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

COUNT_COMMITS = """
(() => {
  const RUNS = new Set([0, 1, 11, 14, 15]);  // function, class, forwardRef, memo, simple memo
  const commits = [];
  const news = [];
  const nameOf = ({ type }) => type?.displayName ?? type?.name ?? type?.render?.name ?? type?.type?.name ?? "?";
  const note = (fiber, names) => { if (RUNS.has(fiber.tag)) names.push(nameOf(fiber)); };
  const made = (fiber, names) => {
    note(fiber, names);
    for (let child = fiber.child; child; child = child.sibling) made(child, names);
  };
  const changed = (next, before, names) => {
    if (next === before) return;
    if (next.flags & 1) note(next, names);
    if (next.child === before.child) return;
    for (let child = next.child; child; child = child.sibling) {
      if (child.alternate) changed(child, child.alternate, names); else made(child, names);
    }
  };
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true, renderers: new Map(), checkDCE() {}, inject() { return 1; },
    onCommitFiberUnmount() {}, onPostCommitFiberRoot() {},
    onCommitFiberRoot(id, root) {
      const names = [];
      if (root.current.alternate) changed(root.current, root.current.alternate, names); else made(root.current, names);
      commits.push({ at: performance.now(), names });
    },
  };
  const Source = window.EventSource;
  window.EventSource = class extends Source {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => news.push({ at: performance.now(), type: JSON.parse(data).type }));
    }
  };
  window.drawn = { commits, news };
})();
"""


def count_commits(page: Page) -> None:
    """Count from the next address on that this tab opens."""
    page.add_init_script(COUNT_COMMITS)


def drawn(page: Page) -> list[dict[str, Any]]:
    """Read what was drawn for each piece of news so far: `{type, components: [name, ...]}`, in order.

    All commits up to the next piece of news count for the one before it.
    """
    found: list[dict[str, Any]] = page.evaluate(
        """() => window.drawn.news.map((one, n, all) => {
             const until = all[n + 1]?.at ?? Infinity;
             const mine = window.drawn.commits.filter((commit) => commit.at >= one.at && commit.at < until);
             return { type: one.type, components: mine.flatMap((commit) => commit.names) };
           })"""
    )
    return found
