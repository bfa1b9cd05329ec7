/** One row of the list: plain elements with classes, as dozens of them are made at each turn of the wheel. */
import { memo, type MouseEvent } from "react";
import { moment, plain, utc } from "@/lib/format";
import { scoreText } from "../shared/score";
import type { SampleRow } from "./rows";

export interface RowActions {
  open: (id: string, index: number) => void;
  select: (id: string, isRange: boolean, index: number) => void;
}

interface RowProps {
  row: SampleRow;
  index: number;
  top: number;
  isWide: boolean;
  isActive: boolean;
  isOpen: boolean;
  isSelected: boolean;
  actions: RowActions;
}

export const rowId = (id: string) => `row-${id}`;

const keepFocus = (event: MouseEvent) => event.preventDefault(); // the list keeps it: its keys go on working

export const Row = memo(function Row({ row, index, top, isWide, isActive, isOpen, isSelected, actions }: RowProps) {
  const names = ["row", isWide ? "wide" : "slim", isActive && "active", isOpen && "open", isSelected && "selected"];
  return (
    <div
      role="row"
      id={rowId(row.id)}
      aria-rowindex={index + 1 + (isWide ? 1 : 0)}
      aria-selected={isSelected}
      className={names.filter(Boolean).join(" ")}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => actions.open(row.id, index)}
    >
      <div
        role="gridcell"
        className="check"
        onMouseDown={keepFocus}
        onClick={(event) => {
          event.stopPropagation();
          if (!row.isRefused) actions.select(row.id, event.shiftKey, index);
        }}
      >
        {!row.isRefused && <input type="checkbox" tabIndex={-1} checked={isSelected} readOnly aria-label={`Select: ${row.summary.slice(0, 60)}`} />}
      </div>
      {isWide ? <WideCells row={row} /> : <SlimCell row={row} />}
    </div>
  );
});

function WideCells({ row }: { row: SampleRow }) {
  return (
    <>
      <div role="gridcell" className="summary">
        {row.isDemo && <span className="demo">demo data</span>}
        {row.summary}
      </div>
      <div role="gridcell" className="quiet">{row.topic}</div>
      <div role="gridcell" className="quiet">{row.difficulty}</div>
      <div role="gridcell" className="quiet">{row.template}</div>
      <div role="gridcell" className="number">{scoreText(row.score)}</div>
      <div role="gridcell"><Decision row={row} /></div>
      <div role="gridcell" className="quiet number"><Time at={row.at} /></div>
    </>
  );
}

function SlimCell({ row }: { row: SampleRow }) {
  return (
    <div role="gridcell" className="both">
      <div className="summary">{row.summary}</div>
      <div className="quiet">
        {row.isDemo && <span className="demo">demo data</span>}
        <Decision row={row} />
        {row.score !== null && ` · ${scoreText(row.score)}`} · {row.topic} · {row.difficulty} · {row.template} · <Time at={row.at} />
      </div>
    </div>
  );
}

function Decision({ row }: { row: SampleRow }) {
  return <span className={`decision ${row.isRefused ? "rejected" : row.review}`}>{plain(row.review)}</span>;
}

/** UTC is in the open sample, too; here it is what the mouse shows. */
function Time({ at }: { at: string }) {
  return (
    <time dateTime={at} title={utc(at)}>
      {moment(at)}
    </time>
  );
}
