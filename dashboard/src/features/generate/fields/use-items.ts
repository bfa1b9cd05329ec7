/** What can be done with the parts. The functions stay the same, so that a key in one part draws only that part anew. */
import { useMemo } from "react";
import { useToasts } from "@/components/toasts";
import { drafts } from "../draft-store";
import { useGenerate } from "../generate-context";
import { newRow, type ItemRow } from "../model/form";

export interface ItemMoves {
  edit: (key: number, part: Partial<ItemRow>) => void;
  add: () => void;
  duplicate: (at: number) => void;
  remove: (at: number) => void;
}

/** `onMade` is told the place of a row that is new. */
export function useItemMoves(onMade: (at: number) => void): ItemMoves {
  const { change } = useGenerate();
  const toasts = useToasts();
  return useMemo(() => {
    const rows = () => drafts.get().form.items;
    const insert = (at: number, like?: Partial<ItemRow>) => {
      change({ items: rows().toSpliced(at, 0, newRow(rows(), like)) });
      onMade(at);
    };
    return {
      edit: (key, part) => change({ items: rows().map((row) => (row.key === key ? { ...row, ...part } : row)) }),
      add: () => insert(rows().length),
      duplicate: (at) => insert(at + 1, rows()[at]),
      remove: (at) => {
        const row = rows()[at];
        change({ items: rows().toSpliced(at, 1) });
        toasts.info(`Part ${at + 1} was removed.`, { label: "Undo", run: () => insert(at, row) });
      },
    };
  }, [change, toasts, onMade]);
}
