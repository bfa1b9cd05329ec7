import { expect, it, vi } from "vitest";
import { answer, problem } from "@/testing/server";
import { Problem, Unreachable } from "../problem";
import { api, door, take, takeRaw } from "./client";

it("says that the door is shut, whichever call learns of it", async () => {
  answer({ "GET /*": () => problem(401, { title: "Not signed in", detail: "Send the token." }) });
  const shut = vi.fn();
  door.addEventListener("shut", shut);
  await expect(take(api.GET("/api/queue"))).rejects.toBeInstanceOf(Problem);
  await expect(takeRaw("/api/samples/s1/raw", {})).rejects.toMatchObject({ status: 401 });
  door.removeEventListener("shut", shut);
  expect(shut).toHaveBeenCalledTimes(2);
});

it("takes a gateway's page of HTML for no answer", async () => {
  answer({ "GET /api/samples/s1/raw": () => new Response("<h1>Bad gateway</h1>", { status: 502 }) });
  await expect(takeRaw("/api/samples/s1/raw", {})).rejects.toBeInstanceOf(Unreachable);
});

it("lets a call that was given up be told apart", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new DOMException("given up", "AbortError")));
  await expect(takeRaw("/api/samples/s1/raw", {})).rejects.toHaveProperty("name", "AbortError");
});
