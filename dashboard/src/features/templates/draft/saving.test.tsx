import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useTemplate } from "@/lib/api/templates";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import { toForm } from "../model/definition-form";
import { DEFINITION, one, TEMPLATE } from "../testing-fixture";
import { ConflictDialog } from "./conflict-dialog";
import { DraftNotices } from "./draft-notices";
import { useDraft, type Opened } from "./use-draft";
import { useLeaving } from "./use-leaving";
import { useSaving } from "./use-saving";

/** The draft with one of its texts: the editor without its fields. */
function Small() {
  const { data } = useTemplate("riddle");
  return data ? <Room newest={{ version: data.template.version, definition: data.definition }} /> : null;
}

function Room({ newest }: { newest: Opened }) {
  const draft = useDraft("riddle", newest);
  const saving = useSaving("riddle", draft, useLeaving(draft.dirty));
  return (
    <>
      <DraftNotices template={TEMPLATE} draft={draft} onLook={saving.look} />
      <textarea aria-label="User" value={draft.form.user} onChange={(event) => draft.update("user", event.target.value)} />
      <button onClick={() => saving.save()}>Save</button>
      {saving.stale && <ConflictDialog
        newest={{ version: newest.version ?? 0, definition: newest.definition }}
        mine={draft.definition}
        busy={saving.busy}
        onMine={() => saving.save(newest.version ?? undefined)}
        onTheirs={() => (draft.open(newest), saving.closeStale())}
        onClose={saving.closeStale}
      />}
    </>
  );
}

const open = () => renderPage(<Small />, { path: "/templates/riddle", route: "/templates/:templateId" });
const text = async () => (await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "User" })).value;
const write = async (value: string) => fireEvent.change(await screen.findByRole("textbox", { name: "User" }), { target: { value } });
const stored = () => localStorage.getItem("gristmill.template.riddle");

describe("saving", () => {
  it("sends the version that was opened, and says what became of it", async () => {
    const asked = answer({ "GET /api/templates/riddle": one(1), "PUT /api/templates/riddle": { success: true, template: { ...TEMPLATE, version: 2 }, changed: true } });
    const { user } = open();
    await write("Now {{ topic }}!");
    expect(stored()).not.toBeNull();
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/Version 2 is saved/)).toBeTruthy();
    const put = asked.find((call) => call.method === "PUT");
    expect(put?.headers.get("If-Match")).toBe('"v1"');
    expect(put?.body).toEqual({ ...DEFINITION, user: "Now {{ topic }}!" });
    await waitFor(() => expect(stored()).toBeNull());
  });

  it("says that nothing changed", async () => {
    answer({ "GET /api/templates/riddle": one(1), "PUT /api/templates/riddle": { success: true, template: TEMPLATE, changed: false } });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Save" }));
    expect(await screen.findByText(/^Nothing changed/)).toBeTruthy();
  });
});

describe("when somebody was faster", () => {
  const theirs = { ...DEFINITION, user: "Theirs {{ topic }}." };
  function twice() {
    let newest = one(1);
    return answer({
      "GET /api/templates/riddle": () => newest,
      "PUT /api/templates/riddle": ({ headers }) => {
        if (headers.get("If-Match") === '"v2"') return { success: true, template: { ...TEMPLATE, version: 3 }, changed: true };
        newest = one(2, theirs);
        return problem(412, { title: "It has been changed meanwhile", detail: "Look." });
      },
    });
  }

  it("shows both, and saves mine on top", async () => {
    const asked = twice();
    const { user } = open();
    await write("Mine {{ topic }}.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    const dialog = await screen.findByRole("dialog", { name: "Version 2 was saved meanwhile" });
    expect(within(dialog).getByText("Theirs", { selector: "del" })).toBeTruthy();
    expect(within(dialog).getByText("Mine", { selector: "ins" })).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Save mine on top" }));
    expect(await screen.findByText(/Version 3 is saved/)).toBeTruthy();
    expect(asked.filter((call) => call.method === "PUT").map((call) => call.headers.get("If-Match"))).toEqual(['"v1"', '"v2"']);
  });

  it("takes theirs", async () => {
    twice();
    const { user } = open();
    await write("Mine {{ topic }}.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await user.click(await screen.findByRole("button", { name: "Take theirs, drop mine" }));
    await waitFor(async () => expect(await text()).toBe("Theirs {{ topic }}."));
    expect(stored()).toBeNull();
  });

  it("says so before saving, and shows theirs at once where nothing was typed", async () => {
    let newest = one(1);
    answer({ "GET /api/templates/riddle": () => newest });
    const { client } = open();
    expect(await text()).toBe(DEFINITION.user);
    newest = one(2, theirs);
    await client.invalidateQueries();
    await waitFor(async () => expect(await text()).toBe("Theirs {{ topic }}."));
    await write("Mine {{ topic }}.");
    newest = one(3);
    await client.invalidateQueries();
    expect(await screen.findByText(/while you were editing version 2/)).toBeTruthy();
    expect(await text()).toBe("Mine {{ topic }}.");
  });
});

describe("an unsaved draft", () => {
  it("is asked about before the page is left, and offered when it is opened again", async () => {
    answer({ "GET /api/templates/riddle": one(1) });
    const { user, router, unmount } = open();
    await write("kept {{ topic }}");
    void router.navigate("/elsewhere");
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(router.state.location.pathname).toBe("/templates/riddle");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    void router.navigate("/elsewhere");
    await user.click(await screen.findByRole("button", { name: "Leave" }));
    expect(await screen.findByText("another page")).toBeTruthy();
    unmount();

    const again = open();
    expect(await text()).toBe(DEFINITION.user);
    await again.user.click(screen.getByRole("button", { name: "Go on with it" }));
    expect(await text()).toBe("kept {{ topic }}");
  });

  it("keeps the version that it began from, so that saving it over a newer one is noticed", async () => {
    localStorage.setItem("gristmill.template.riddle", JSON.stringify({ format: 1, version: 1, at: TEMPLATE.created_at, form: { ...toForm(DEFINITION), user: "old" } }));
    const asked = answer({ "GET /api/templates/riddle": one(2), "PUT /api/templates/riddle": () => problem(412, { title: "Stale", detail: "Look." }) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Go on with it" }));
    expect(screen.getByText(/while you were editing version 1/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("dialog")).toBeTruthy();
    expect(asked.find((call) => call.method === "PUT")?.headers.get("If-Match")).toBe('"v1"');
  });

  it("can be thrown away", async () => {
    localStorage.setItem("gristmill.template.riddle", JSON.stringify({ format: 1, version: 1, at: TEMPLATE.created_at, form: { ...toForm(DEFINITION), user: "old" } }));
    answer({ "GET /api/templates/riddle": one(1) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Discard it" }));
    expect(stored()).toBeNull();
    expect(await text()).toBe(DEFINITION.user);
  });

  it("that cannot be read is passed over", async () => {
    localStorage.setItem("gristmill.template.riddle", "{");
    answer({ "GET /api/templates/riddle": one(1) });
    open();
    expect(await text()).toBe(DEFINITION.user);
    expect(screen.queryByRole("button", { name: "Discard it" })).toBeNull();
  });
});
