import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useBatch } from "@/lib/api/batches";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import { Shown } from "./states";

function Name() {
  const query = useBatch("batch_1");
  return <Shown query={query}>{(batch) => <p>{batch.name}</p>}</Shown>;
}

describe("Shown", () => {
  it("shows data when it is there", async () => {
    answer({ "GET /api/batches/batch_1": { success: true, batch: { name: "Night run" } } });
    renderPage(<Name />);
    expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
    expect(await screen.findByText("Night run")).toBeTruthy();
  });

  it("quotes the problem and tries again when asked", async () => {
    let broken = true;
    answer({
      "GET /api/batches/batch_1": () =>
        broken ? problem(404, { title: "Not found", detail: "There is no batch batch_1." }) : { success: true, batch: { name: "Back" } },
    });
    const { user } = renderPage(<Name />);
    expect(await screen.findByText("There is no batch batch_1.")).toBeTruthy();
    broken = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Back")).toBeTruthy();
  });

  it("leaves it to the banner that the service is gone, and says only that it will come", async () => {
    let gone = true;
    answer({ "GET /api/batches/batch_1": () => (gone ? Promise.reject(new TypeError("Failed to fetch")) : { success: true, batch: { name: "Back" } }) });
    const { user } = renderPage(<Name />);
    expect(await screen.findByText(/it comes by itself/)).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    gone = false;
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Back")).toBeTruthy();
  });
});
