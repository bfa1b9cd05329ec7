/** The rows of the samples, of which only those in sight exist. One stop of the Tab key; arrows move within. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import visuallyHidden from "@mui/utils/visuallyHidden";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { asProblem } from "@/lib/problem";
import { HEAD, LIST_LOOK, SLIM_ROW, WIDE_ROW } from "./list-look";
import { moveOf } from "./moves";
import { Row, rowId, type RowActions } from "./sample-row";
import type { SampleRow } from "./rows";

const OVERSCAN = 8;
const AHEAD = 60; // rows before the end at which the next page is asked for
const NAMES = ["Selected", "Sample", "Topic", "Difficulty", "Template", "Score", "Review", "Made"];

interface SampleListProps {
  rows: readonly SampleRow[];
  hasMore: boolean;
  error: unknown;
  onMore: () => void;
  onRetry: () => void;
  active: number;
  onMove: (index: number) => void;
  onLeave: () => void;
  openId: string | null;
  selected: ReadonlySet<string>;
  actions: RowActions;
  isWide: boolean;
  isDimmed: boolean;
}

export function SampleList({ rows, hasMore, error, onMore, onRetry, active, onMove, onLeave, openId, selected, actions, isWide, isDimmed }: SampleListProps) {
  const box = useRef<HTMLDivElement>(null);
  const head = isWide ? HEAD : 0;
  const rowHeight = isWide ? WIDE_ROW : SLIM_ROW;
  // Its functions must not be memoized, and nothing here is: rows get only values.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollMargin: head,
    scrollPaddingStart: head,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onMore();
  }, [last, rows.length, onMore]);
  useEffect(() => virtual.measure(), [virtual, rowHeight]);

  const move = (index: number) => {
    onMove(index);
    virtual.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.target as Element).closest("button")) return; // "Try again" is pressed, not the row opened
    const row = rows[active];
    const next = event.ctrlKey || event.metaKey || event.altKey ? null : moveOf(event.key, active, rows.length, Math.floor((box.current?.clientHeight ?? 0) / rowHeight));
    if (next !== null) move(next);
    else if (event.key === "Enter" && row) actions.open(row.id, active);
    else if (event.key === " " && row && !row.isRefused) actions.select(row.id, event.shiftKey, active);
    else if (event.key === "Escape") return onLeave();
    else return;
    event.preventDefault();
  };

  return (
    <Box
      ref={box}
      role="grid"
      aria-label="Samples"
      aria-multiselectable
      aria-rowcount={hasMore ? -1 : rows.length + (isWide ? 1 : 0)}
      aria-activedescendant={items.some((item) => item.index === active) && rows[active] ? rowId(rows[active].id) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      sx={[LIST_LOOK as object, { height: "max(360px, calc(100dvh - 228px))", opacity: isDimmed ? 0.6 : 1 }]}
    >
      {isWide && <Head />}
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          const top = start - head;
          if (!row) return <More key="more" top={top} height={rowHeight} error={error} onRetry={onRetry} />;
          return (
            <Row key={row.id} row={row} index={index} top={top} isWide={isWide} isActive={index === active} isOpen={row.id === openId} isSelected={selected.has(row.id)} actions={actions} />
          );
        })}
      </div>
    </Box>
  );
}

function Head() {
  return (
    <div role="row" className="head" aria-rowindex={1}>
      {NAMES.map((name) => (
        <div key={name} role="columnheader" className={name === "Score" || name === "Made" ? "number" : undefined}>
          {name === "Selected" ? <span style={visuallyHidden}>{name}</span> : name}
        </div>
      ))}
    </div>
  );
}

function More({ top, height, error, onRetry }: { top: number; height: number; error: unknown; onRetry: () => void }) {
  return (
    <div role="row" style={{ position: "absolute", top: 0, left: 0, right: 0, minHeight: height, transform: `translateY(${top}px)` }}>
      <div role="gridcell" style={{ padding: "8px 16px" }}>
        {error ? (
          <Alert severity="error" variant="outlined" action={<Button color="inherit" size="small" onClick={onRetry}>Try again</Button>}>
            {asProblem(error).detail}
          </Alert>
        ) : (
          "Loading more …"
        )}
      </div>
    </div>
  );
}
