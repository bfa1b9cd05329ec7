/** From a fault to its field: the input that carries its pointer, else that of what is around it. */
import { lineIn, lineRange } from "../model/places";
import type { Fault } from "@/lib/problem";

export function inputAt(pointer: string): HTMLElement | null {
  const field = [...document.querySelectorAll<HTMLElement>("[data-pointer]")].find((one) => one.dataset.pointer === pointer);
  return field?.querySelector<HTMLElement>("textarea:not([aria-hidden]), input:not([aria-hidden]), [role=combobox]") ?? null;
}

/** Focus the field, and select the line that the fault names. */
export function goTo({ pointer, detail }: Fault): void {
  for (let path = pointer; path !== ""; path = path.slice(0, path.lastIndexOf("/"))) {
    const input = inputAt(path) ?? inputAt(`${path}/outline`);
    if (!input) continue;
    input.focus();
    const line = lineIn(detail);
    if (input instanceof HTMLTextAreaElement && line !== null) input.setSelectionRange(...lineRange(input.value, line));
    input.scrollIntoView({ block: "center" });
    return;
  }
}
