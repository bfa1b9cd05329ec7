import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { moveBatch, useBatch } from "@/lib/api/batches";
import { renderPage } from "@/testing/render";
import { answer, problem } from "@/testing/server";
import { Door } from "./door";

let isIn: boolean;

beforeEach(() => {
  isIn = true;
  answer({
    "GET /api/session": () => ({ success: true, token_needed: true, signed_in: isIn }),
    "POST /api/session": () => {
      isIn = true;
      return { success: true, token_needed: true, signed_in: true };
    },
    "GET /api/batches/batch_1": () => (isIn ? { success: true, batch: { name: "Night run" } } : refusal()),
    "POST /api/batches/batch_1/pause": () => (isIn ? { success: true } : refusal()),
  });
});

const refusal = () => problem(401, { title: "Not signed in", detail: "Send the token." });

function Room() {
  const [note, setNote] = useState("");
  const { data } = useBatch("batch_1");
  return (
    <>
      <p>{data?.name}</p>
      <input aria-label="Note" value={note} onChange={(event) => setNote(event.target.value)} />
      <button onClick={() => void moveBatch("batch_1", "pause").catch(() => {})}>Pause</button>
    </>
  );
}

const open = () => renderPage(<Door><Room /></Door>);

it("asks for the token first, and shows the page once it is right", async () => {
  isIn = false;
  const { user } = open();
  await user.type(await screen.findByLabelText("Token"), "secret of this service");
  expect(screen.queryByLabelText("Note")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  expect(await screen.findByText("Night run")).toBeTruthy();
});

it("asks again over the page when the session ends, and what was typed is still there", async () => {
  const { user } = open();
  expect(await screen.findByText("Night run")).toBeTruthy();
  await user.type(screen.getByLabelText("Note"), "half a thought");
  isIn = false;
  await user.click(screen.getByRole("button", { name: "Pause" })); // no query and no mutation: any call may be the first to be refused
  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
  await user.type(screen.getByLabelText("Token"), "secret of this service");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  await waitFor(() => expect(screen.queryByLabelText("Token")).toBeNull());
  expect(screen.getByLabelText<HTMLInputElement>("Note").value).toBe("half a thought");
});
