import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { loadAnew } from "./lazy-part";

const gone = new Error("Failed to fetch dynamically imported module");

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("waits for the service, and then loads the page anew", async () => {
  const reload = vi.fn();
  const health = vi.fn().mockRejectedValueOnce(new TypeError("refused")).mockResolvedValue(new Response("{}"));
  vi.stubGlobal("fetch", health);
  void loadAnew(gone, reload);
  await vi.advanceTimersByTimeAsync(100);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  expect(reload).toHaveBeenCalledOnce();
});

it("gives up where it was just loaded anew: the file is really not there", async () => {
  const reload = vi.fn();
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response("{}")));
  vi.spyOn(performance, "getEntriesByType").mockReturnValue([{ type: "reload" } as PerformanceNavigationTiming]);
  vi.spyOn(performance, "now").mockReturnValue(1000);
  await expect(loadAnew(gone, reload)).rejects.toBe(gone);
  expect(reload).not.toHaveBeenCalled();
});
