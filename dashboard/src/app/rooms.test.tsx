import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import { Rooms } from "./rooms";

const session = (token_needed: boolean) => ({ "GET /api/session": { success: true, token_needed, signed_in: true } });

it("offers to sign out only where a token was asked for", async () => {
  const asked = answer(session(false));
  renderPage(<Rooms />);
  await waitFor(() => expect(asked.some(({ path }) => path === "/api/session")).toBe(true));
  expect(screen.queryByRole("button", { name: "Sign out" })).toBeNull();
});

it("signs out and begins anew, or says why it could not", async () => {
  let works = false;
  const asked = answer({
    ...session(true),
    "DELETE /api/session": () => (works ? { success: true, token_needed: true, signed_in: false } : problem(503, { title: "Busy", detail: "Try again soon." })),
  });
  const replace = vi.fn();
  vi.stubGlobal("location", { ...window.location, origin: window.location.origin, replace });
  const { user } = renderPage(<Rooms />);
  const button = await screen.findByRole("button", { name: "Sign out" });
  await user.click(button);
  expect(await screen.findByText("Try again soon.")).toBeTruthy();
  expect(replace).not.toHaveBeenCalled();
  works = true;
  await user.click(button);
  await waitFor(() => expect(replace).toHaveBeenCalledWith("/"));
  expect(asked.filter(({ method }) => method === "DELETE")).toHaveLength(2);
});
