/** One part of a batch: topic, difficulty, count, and what can be done with it. */
import ContentCopy from "@mui/icons-material/ContentCopyOutlined";
import DeleteOutline from "@mui/icons-material/DeleteOutlined";
import Box from "@mui/material/Box";
import FormHelperText from "@mui/material/FormHelperText";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { memo, type ReactNode } from "react";
import { plain } from "@/lib/format";
import { useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import type { ItemRow } from "../model/form";
import { DifficultyField } from "./difficulty-field";
import { Field } from "./field";
import { TopicField } from "./topic-field";
import type { ItemMoves } from "./use-items";

interface ItemFieldsProps {
  row: ItemRow;
  index: number;
  moves: ItemMoves;
  /** The last one cannot be removed. */
  isOnly: boolean;
}

export const ItemFields = memo(function ItemFields({ row, index, moves, isOnly }: ItemFieldsProps) {
  const place = `/items/${index}`;
  const onChange = (part: Partial<ItemRow>) => moves.edit(row.key, part);
  return (
    <Box role="group" aria-label={`Part ${index + 1}`} sx={ROW}>
      <Typography color="textSecondary" sx={{ gridArea: "number", pt: 1 }}>
        {index + 1}
      </Typography>
      <Box sx={{ gridArea: "topic", minWidth: 0 }}>
        <TopicField place={`${place}/topic`} label="Topic" value={row.topic} onChange={(topic) => onChange({ topic })} />
      </Box>
      <Box sx={{ gridArea: "difficulty", minWidth: 0 }}>
        <DifficultyField place={`${place}/difficulty`} value={row.difficulty} onChange={(difficulty) => onChange({ difficulty })} any="As above" />
      </Box>
      <Box sx={{ gridArea: "count", minWidth: 0 }}>
        <Field place={`${place}/target_count`} label="Samples" numeric="whole" value={row.count} onChange={(event) => onChange({ count: event.target.value })} />
      </Box>
      <Stack direction="row" sx={{ gridArea: "moves", pt: 0.25 }}>
        <Move label={`Duplicate part ${index + 1}`} icon={<ContentCopy fontSize="small" />} onClick={() => moves.duplicate(index)} />
        <Move label={`Remove part ${index + 1}`} icon={<DeleteOutline fontSize="small" />} onClick={isOnly ? undefined : () => moves.remove(index)} />
      </Stack>
      <Own row={row} place={place} />
    </Box>
  );
});

function Move({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: (() => void) | undefined }) {
  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} onClick={onClick} disabled={!onClick} size="small">
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}

/** What a loaded part says beyond its columns, and what is wrong with it there. */
function Own({ row, place }: { row: ItemRow; place: string }) {
  const fault = useGenerate().faultAt(place);
  const said = Object.entries({ name: row.own.name, template: row.own.template, ...row.own.parameters }).filter(([, value]) => value != null);
  if (!fault && said.length === 0) return null;
  return (
    <Box id={fieldId(place)} tabIndex={-1} sx={{ gridArea: "own", minWidth: 0 }}>
      {said.length > 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
          {said.map(([name, value]) => `${plain(name)}: ${String(value)}`).join("; ")}
        </Typography>
      )}
      {fault && <FormHelperText error>{fault}</FormHelperText>}
    </Box>
  );
}

const ROW = {
  display: "grid",
  columnGap: 1,
  rowGap: { xs: 1.5, sm: 0.5 },
  gridTemplateColumns: { xs: "1.25rem minmax(0, 1fr) minmax(0, 1fr)", sm: "1.25rem minmax(0, 1fr) 8.5rem 5rem auto" },
  gridTemplateAreas: {
    xs: '"number topic topic" ". difficulty count" ". own own" ". moves moves"',
    sm: '"number topic difficulty count moves" ". own own own own"',
  },
  pb: { xs: 1, sm: 0 },
} as const;
