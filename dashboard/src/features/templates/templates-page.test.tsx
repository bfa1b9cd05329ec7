import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import TemplatesPage from "./templates-page";

const template = (name: string, more: object = {}) => ({
  template_id: name.toLowerCase(), name, kind: "other", version: 2, built_in: false, description: `${name}s for all`, parameters: ["style"], fields: ["text"], needs: [],
  created_at: "2026-11-22T10:00:00Z", updated_at: "2026-11-22T10:00:00Z", deleted_at: null, ...more,
});
const list = (...templates: object[]) => ({ success: true, templates, count: templates.length });
const open = (path = "/templates") => renderPage(<TemplatesPage />, { path });

describe("the list", () => {
  it("filters by kind and words of the address", async () => {
    answer({ "GET /api/templates": list(template("Riddle"), template("Poem", { kind: "qa" })) });
    const { user, router } = open("/templates?kind=qa");
    expect(await screen.findByRole("link", { name: "Poem" })).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Riddle" })).toBeNull();
    await user.type(screen.getByRole("searchbox", { name: "Find" }), "nothing");
    expect(await screen.findByText("No template fits")).toBeTruthy();
    expect(router.state.location.search).toBe("?kind=qa&q=nothing");
  });

  it("leads to a start with the template, a copy, and its file", async () => {
    answer({ "GET /api/templates": list(template("Riddle"), template("Rewrite", { needs: ["sample"] })) });
    open();
    expect((await screen.findByRole("link", { name: "Use Riddle" })).getAttribute("href")).toBe("/generate?template=riddle");
    expect(screen.getByRole("link", { name: "New template from a copy of Riddle" }).getAttribute("href")).toBe("/templates/new?copy=riddle");
    expect(screen.getByRole("link", { name: "Export Riddle as YAML" }).getAttribute("href")).toBe("/api/templates/riddle/export");
    expect(screen.queryByRole("link", { name: "Use Rewrite" })).toBeNull();
  });

  it("deletes at once, and takes it back", async () => {
    let there = true;
    const change = (now: boolean) => () => {
      there = now;
      return { success: true, template: template("Riddle"), changed: true };
    };
    answer({
      "GET /api/templates": () => (there ? list(template("Riddle")) : list()),
      "DELETE /api/templates/riddle": change(false),
      "POST /api/templates/riddle/restore": change(true),
    });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Delete Riddle" }));
    await waitFor(() => expect(screen.queryByRole("link", { name: "Riddle" })).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByRole("link", { name: "Riddle" })).toBeTruthy();
    expect(screen.getByText("Riddle is back.")).toBeTruthy();
  });

  it("rolls a refused deletion back with a message", async () => {
    answer({
      "GET /api/templates": list(template("Riddle")),
      "DELETE /api/templates/riddle": () => problem(503, { title: "The disk is full", detail: "Nothing can be written." }),
    });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Delete Riddle" }));
    expect(await screen.findByText("The disk is full")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Riddle" })).toBeTruthy();
  });
});

describe("the import", () => {
  it("quotes faults with their places and the line", async () => {
    answer({
      "GET /api/templates": list(),
      "POST /api/templates/import": () => problem(422, { title: "Some fields are wrong", errors: [{ pointer: "", detail: "is no plain YAML: line 2: did not find expected key" }, { pointer: "/checks/0/field", detail: "poem is no field" }] }),
    });
    const { user } = open();
    await user.click(screen.getByRole("button", { name: "Import YAML" }));
    const dialog = screen.getByRole("dialog", { name: "Import a template" });
    fireEvent.change(within(dialog).getByRole("textbox", { name: "YAML" }), { target: { value: "name: X\n foo: [" } });
    await user.click(within(dialog).getByRole("button", { name: "Import" }));
    expect(await within(dialog).findByText("2: foo: [", { exact: false })).toBeTruthy();
    expect(within(dialog).getByText("Check 1, field")).toBeTruthy();
  });

  it("takes a file that is dropped on the list, and goes to what came of it", async () => {
    const asked = answer({ "GET /api/templates": list(template("Poem")), "POST /api/templates/import": { success: true, template: template("Riddle"), changed: true } });
    const { user, router } = open();
    const row = await screen.findByRole("link", { name: "Poem" });
    fireEvent.drop(row, { dataTransfer: { files: [new File(["name: Riddle"], "riddle.yaml")] } });
    const dialog = await screen.findByRole("dialog");
    expect(await within(dialog).findByDisplayValue("name: Riddle")).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Import" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/templates/riddle"));
    expect(asked.find((call) => call.method === "POST")?.body).toBe("name: Riddle");
  });

  it("refuses a file that is too large before it is sent", async () => {
    const asked = answer({ "GET /api/templates": list() });
    const { user } = open();
    await user.click(screen.getByRole("button", { name: "Import YAML" }));
    await user.upload(screen.getByLabelText("YAML file"), new File(["x".repeat(300_000)], "big.yaml"));
    expect(await screen.findByText("The file is too large")).toBeTruthy();
    expect(asked.some((call) => call.method === "POST")).toBe(false);
  });
});
