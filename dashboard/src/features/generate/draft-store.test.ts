import { beforeEach, describe, expect, it } from "vitest";
import { DraftStore, EMPTY } from "./draft-store";
import { BLANK } from "./model/form";

const NAME = "gristmill.generate";
const open = () => new DraftStore(() => window.sessionStorage, () => window.localStorage);

/** What a browser has kept for a tab, for another tab's turn. */
function leaveTab(): () => void {
  const kept = window.sessionStorage.getItem(NAME);
  window.sessionStorage.clear();
  return () => (kept === null ? window.sessionStorage.clear() : window.sessionStorage.setItem(NAME, kept));
}

describe("DraftStore", () => {
  beforeEach(() => {
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it("has after a reload what was written before it", () => {
    open().put({ ...EMPTY, form: { ...BLANK, topic: "Tort Law" }, attempt: { body: "{}", key: "k" } });
    expect(open().get().form.topic).toBe("Tort Law");
    expect(open().get().attempt?.key).toBe("k");
  });

  it("leaves nothing behind when it is cleared", () => {
    const drafts = open();
    drafts.change({ form: { ...BLANK, topic: "x" } });
    expect(drafts.isBlank()).toBe(false);
    drafts.put(EMPTY);
    expect(drafts.isBlank()).toBe(true);
    expect(open().isBlank()).toBe(true);
    leaveTab();
    expect(open().get()).toBe(EMPTY);
  });

  it("keeps what is written in two tabs apart, and begins a new tab with the last", () => {
    open().change({ form: { ...BLANK, topic: "first tab" } });
    const backToFirst = leaveTab();
    expect(open().get().form.topic).toBe("first tab");
    open().change({ form: { ...BLANK, topic: "second tab" } });
    const backToSecond = leaveTab();
    expect(open().get().form.topic).toBe("second tab");
    backToFirst();
    expect(open().get().form.topic).toBe("first tab");
    open().put(EMPTY);
    backToSecond();
    expect(open().get().form.topic).toBe("second tab");
  });

  it("begins anew where the stored text is broken or of another version", () => {
    window.localStorage.setItem(NAME, "{");
    expect(open().get()).toBe(EMPTY);
    window.localStorage.setItem(NAME, JSON.stringify({ version: 0, form: { topic: "old" } }));
    expect(open().get()).toBe(EMPTY);
  });

  it("works where nothing may be stored", () => {
    const denied = () => {
      throw new DOMException("denied", "SecurityError");
    };
    const drafts = new DraftStore(denied, denied);
    drafts.change({ form: { ...BLANK, topic: "kept in memory" } });
    expect(drafts.get().form.topic).toBe("kept in memory");
  });
});
