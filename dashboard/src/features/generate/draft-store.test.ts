import { beforeEach, describe, expect, it } from "vitest";
import { DraftStore, EMPTY } from "./draft-store";
import { BLANK } from "./model/form";

const open = () => new DraftStore(() => window.localStorage);

describe("DraftStore", () => {
  beforeEach(() => window.localStorage.clear());

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
    expect(window.localStorage.length).toBe(0);
  });

  it("begins anew where the stored text is broken or of another version", () => {
    window.localStorage.setItem("gristmill.generate", "{");
    expect(open().get()).toBe(EMPTY);
    window.localStorage.setItem("gristmill.generate", JSON.stringify({ version: 0, form: { topic: "old" } }));
    expect(open().get()).toBe(EMPTY);
  });

  it("works where nothing may be stored", () => {
    const drafts = new DraftStore(() => {
      throw new DOMException("denied", "SecurityError");
    });
    drafts.change({ form: { ...BLANK, topic: "kept in memory" } });
    expect(drafts.get().form.topic).toBe("kept in memory");
  });
});
