import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { BatchStatusChip } from "@/components/status-chip";
import { useBatch } from "@/lib/api/batches";
import { answer, problem } from "@/testing/server";
import { renderPage } from "@/testing/render";
import { BatchActions } from "./batch-actions";
import { aBatch } from "./batch.fixture";

function Shown({ compact = false }: { compact?: boolean }) {
  const { data } = useBatch("batch_1");
  return data ? (
    <>
      <BatchStatusChip batch={data} />
      <BatchActions batch={data} compact={compact} />
    </>
  ) : null;
}

function serve(over: Parameters<typeof aBatch>[0], more: Parameters<typeof answer>[0] = {}) {
  return answer({ "GET /api/batches/batch_1": () => ({ success: true, batch: aBatch(over) }), ...more });
}

it("shows a stop at once, before the service has answered", async () => {
  let reply: (answered: object) => void = () => {};
  serve({ status: "running" }, { "POST /api/batches/batch_1/stop": () => new Promise<object>((resolve) => (reply = resolve)) });
  const { user } = renderPage(<Shown />);
  await user.click(await screen.findByRole("button", { name: "Stop First" }));
  expect(await screen.findByText("stopping")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Pause First" })).toBeNull();
  reply({ success: true, batch_id: "batch_1", status: "stopping", position: 0 });
  expect(await screen.findByText("Stopped: First.")).toBeTruthy();
});

it("takes a pause back and quotes the problem when the service refuses", async () => {
  serve({ status: "running" }, { "POST /api/batches/batch_1/pause": () => problem(409, { title: "The batch cannot make this move", detail: "It is completed." }) });
  const { user } = renderPage(<Shown />);
  await user.click(await screen.findByRole("button", { name: "Pause First" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("The batch cannot make this move");
  expect(alert.textContent).toContain("It is completed.");
  await waitFor(() => expect(screen.getByText("running")).toBeTruthy());
});

it("undoes a stop by a retry, and asks again while the worker still stops", async () => {
  let status: "running" | "stopped" | "queued" = "running";
  let refused = 0;
  const asked = answer({
    "GET /api/batches/batch_1": () => ({ success: true, batch: aBatch({ status }) }),
    "POST /api/batches/batch_1/stop": () => ((status = "stopped"), { success: true, batch_id: "batch_1", status: "stopping", position: null }),
    "POST /api/batches/batch_1/retry": () => (refused++ === 0 ? problem(409, { title: "No", detail: "no", from: "running" }) : { success: true, batch_id: "batch_1", status: "queued", position: 1 }),
  });
  const { user } = renderPage(<Shown />);
  await user.click(await screen.findByRole("button", { name: "Stop First" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Queued again: First.")).toBeTruthy();
  expect(asked.filter(({ path }) => path.endsWith("/retry"))).toHaveLength(2);
});

it("deletes only after asking, and says how many samples go", async () => {
  const asked = serve({ status: "stopped", samples_generated: 10 }, { "DELETE /api/batches/batch_1": { success: true, batch_id: "batch_1", deleted: true } });
  const { user } = renderPage(<Shown />);
  await user.click(await screen.findByRole("button", { name: "More for First" }));
  await user.click(screen.getByRole("menuitem", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog", { name: "Delete First?" });
  expect(dialog.textContent).toContain("10 samples");
  expect(asked.some(({ method }) => method === "DELETE")).toBe(false);
  await user.click(within(dialog).getByRole("button", { name: "Delete" }));
  expect(await screen.findByText("Deleted: First.")).toBeTruthy();
});

it("puts a fault that the service finds at its field", async () => {
  const fault = { pointer: "/target_count", detail: "105 samples are accepted already" };
  const asked = serve({ status: "running" }, { "PATCH /api/batches/batch_1": () => problem(422, { title: "Some fields are wrong", detail: "target_count", errors: [fault] }) });
  const { user } = renderPage(<Shown />);
  await user.click(await screen.findByRole("button", { name: "More for First" }));
  await user.click(screen.getByRole("menuitem", { name: "Change name, notes, target" }));
  const target = await screen.findByRole("textbox", { name: "Target" });
  await user.clear(target);
  await user.type(target, "50");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect((await screen.findByText("105 samples are accepted already")).id).toBe(target.getAttribute("aria-describedby"));
  expect(target.getAttribute("aria-invalid")).toBe("true");
  expect(asked.find(({ method }) => method === "PATCH")?.body).toEqual({ target_count: 50 });
});

it("offers in a row one button, and the rest in the menu", async () => {
  serve({ status: "queued", position: 2 });
  const { user } = renderPage(<Shown compact />);
  expect(await screen.findByRole("button", { name: "Pause First" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Cancel First" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "More for First" }));
  const names = screen.getAllByRole("menuitem").map((item) => item.textContent);
  expect(names).toEqual(["Cancel", "Move to the front", "Move to the back", "Change name, notes, target", "Show on the overview", "Run again", "Copy the id"]);
});
