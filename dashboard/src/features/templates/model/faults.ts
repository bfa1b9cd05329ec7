/** Faults by their pointers, as the fields of the form ask for them. */
import type { Fault } from "@/lib/problem";
import { placeOf, type SectionId } from "./places";

export class Faults {
  constructor(readonly all: readonly Fault[] = []) {}

  /** What is wrong at a field or below it, as one sentence. */
  at(pointer: string): string | null {
    return joined(this.all.filter((fault) => isUnder(fault.pointer, pointer)));
  }

  /** The same without what the fields below, that are named, show themselves. */
  rest(pointer: string, shown: readonly string[]): string | null {
    return joined(this.all.filter((fault) => isUnder(fault.pointer, pointer) && !shown.some((key) => isUnder(fault.pointer, `${pointer}/${key}`))));
  }

  count(section: SectionId): number {
    return this.all.filter((fault) => placeOf(fault.pointer).section === section).length;
  }
}

export const NO_FAULTS = new Faults();

function isUnder(pointer: string, above: string): boolean {
  return pointer === above || pointer.startsWith(above.endsWith("/") ? above : `${above}/`);
}

function joined(faults: readonly Fault[]): string | null {
  return faults.length > 0 ? faults.map((fault) => fault.detail).join("; ") : null;
}
