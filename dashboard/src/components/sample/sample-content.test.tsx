import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderPage } from "@/testing/render";
import { SampleContent } from "./sample-content";
import { wordDifferences } from "./word-differences";

describe("SampleContent", () => {
  it("shows a conversation as a list of what each one said", () => {
    renderPage(<SampleContent content={{ messages: [{ role: "user", content: "Can he?" }, { role: "assistant", content: "Only for damage." }] }} />);
    const turns = within(screen.getByRole("list", { name: "Conversation" })).getAllByRole("listitem");
    expect(turns.map((turn) => turn.textContent)).toEqual(["UserCan he?", "AssistantOnly for damage."]);
  });

  it("marks the words in which two responses differ, until it is switched off", async () => {
    const { user } = renderPage(<SampleContent content={{ prompt: "p", chosen: "You may refuse it", rejected: "You must refuse it" }} />);
    const chosen = screen.getByRole("region", { name: "Chosen" });
    expect(within(chosen).getByRole("insertion").textContent).toBe("may");
    expect(within(screen.getByRole("region", { name: "Rejected" })).getByRole("deletion").textContent).toBe("must");
    await user.click(screen.getByRole("switch", { name: "Mark differences" }));
    expect(within(chosen).queryByRole("insertion")).toBeNull();
    expect(chosen.textContent).toContain("You may refuse it");
  });

  it("folds a long reasoning and opens it on demand", async () => {
    const reasoning = Array.from({ length: 9 }, (_, step) => `${step + 1}. A step.`).join("\n");
    const { user } = renderPage(<SampleContent content={{ question: "q", reasoning, answer: "a" }} />);
    expect(screen.queryByText(/9\. A step/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Show the reasoning (about 9 lines)" }));
    expect(screen.getByText(/9\. A step/)).toBeTruthy();
  });

  it("folds nothing when it is to be expanded", () => {
    renderPage(<SampleContent expanded content={{ question: "q", reasoning: "line\n".repeat(30), answer: "word ".repeat(900) }} />);
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("shows fields of no kind one by one, also those in each other", () => {
    renderPage(<SampleContent content={{ tags: ["law", "tort"], holds: false, translation: [{ field: "answer", text: "Vierzehn Tage" }], empty: null }} />);
    expect(screen.getByText("tort")).toBeTruthy();
    expect(screen.getByText("no")).toBeTruthy();
    expect(screen.getByText("Vierzehn Tage")).toBeTruthy();
    expect(screen.getByText("none")).toBeTruthy();
  });

  it("says that there is no content", () => {
    renderPage(<SampleContent content={null} />);
    expect(screen.getByText(/No content/)).toBeTruthy();
  });
});

describe("wordDifferences", () => {
  it("keeps both texts whole", () => {
    const { chosen, rejected } = wordDifferences("It depends on time.", "Yes. It depends.") ?? { chosen: [], rejected: [] };
    expect(chosen.map((run) => run.text).join("")).toBe("It depends on time.");
    expect(rejected.map((run) => run.text).join("")).toBe("Yes. It depends.");
  });

  it("marks neighbouring words as one", () => {
    const { rejected } = wordDifferences("You may go", "You really must not go") ?? { rejected: [] };
    expect(rejected).toEqual([
      { text: "You ", isOwn: false },
      { text: "really must not ", isOwn: true },
      { text: "go", isOwn: false },
    ]);
  });
});
