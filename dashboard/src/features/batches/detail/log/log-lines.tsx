/** Lines of a log, of which only those in sight are drawn. It stays at the end unless the reader has scrolled up. */
import KeyboardArrowDown from "@mui/icons-material/KeyboardArrowDownOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { lineTone } from "./log-buffer";

const LINE_PX = 20;
const NEAR_PX = 30;
const COLOURS = { bad: "error.main", event: "info.main", plain: "text.primary" } as const;

export function LogLines({ lines }: { lines: readonly string[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  // eslint-disable-next-line react-hooks/incompatible-library -- the list is drawn by this component alone, so nothing stale is kept
  const list = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => LINE_PX, overscan: 20 });
  const widest = useMemo(() => lines.reduce((most, line) => Math.max(most, line.length), 0), [lines]);
  useEffect(() => {
    if (atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, atEnd]);

  return (
    <Box sx={{ position: "relative" }}>
      <Box
        ref={box}
        tabIndex={0}
        role="region"
        aria-label="Lines of the log"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_PX)}
        sx={{ height: "min(60vh, 640px)", overflow: "auto", border: 1, borderColor: "divider", borderRadius: 1, bgcolor: "background.default", fontFamily: "ui-monospace, monospace", fontSize: "0.8125rem" }}
      >
        <Box sx={{ position: "relative", height: list.getTotalSize(), minWidth: `${widest + 2}ch` }}>
          {list.getVirtualItems().map(({ index, start }) => {
            const line = lines[index] ?? "";
            return (
              <Box key={index} sx={{ position: "absolute", top: 0, px: 1, lineHeight: `${LINE_PX}px`, whiteSpace: "pre", color: COLOURS[lineTone(line)] }} style={{ transform: `translateY(${start}px)` }}>
                {line}
              </Box>
            );
          })}
        </Box>
      </Box>
      {!atEnd && (
        <Button size="small" variant="contained" startIcon={<KeyboardArrowDown />} onClick={() => setAtEnd(true)} sx={{ position: "absolute", bottom: 16, right: 24 }}>
          To the end
        </Button>
      )}
    </Box>
  );
}
