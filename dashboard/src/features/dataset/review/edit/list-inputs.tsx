/** Lists in a form: texts below each other, and the messages of a conversation as rows of role and text. */
import Add from "@mui/icons-material/AddOutlined";
import ArrowDownward from "@mui/icons-material/ArrowDownwardOutlined";
import ArrowUpward from "@mui/icons-material/ArrowUpwardOutlined";
import Delete from "@mui/icons-material/DeleteOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormHelperText from "@mui/material/FormHelperText";
import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import { useId, type ReactNode } from "react";
import type { Turn } from "./form";

interface ListProps<T> {
  label: string;
  autoFocus: boolean;
  /** What is wrong with the list itself. */
  fault: string | undefined;
  /** What is wrong below it: `0`, `0/content`. */
  at: (rest: string) => string | undefined;
  onChange: (list: T[]) => void;
}

export function TextsInput({ texts, label, autoFocus, fault, at, onChange }: ListProps<string> & { texts: string[] }) {
  return (
    <ListFrame label={label} fault={fault} add="Add an entry" onAdd={() => onChange([...texts, ""])}>
      {texts.map((text, place) => (
        <Row key={place} name={`Entry ${place + 1}`} list={texts} place={place} onChange={onChange}>
          <TextField
            multiline
            label={`${label} ${place + 1}`}
            autoFocus={autoFocus && place === 0}
            value={text}
            error={!!at(String(place))}
            helperText={at(String(place))}
            onChange={(event) => onChange(texts.with(place, event.target.value))}
          />
        </Row>
      ))}
    </ListFrame>
  );
}

export function MessagesInput({ turns, roles, label, autoFocus, fault, at, onChange }: ListProps<Turn> & { turns: Turn[]; roles: string[] }) {
  const next = roles.find((role) => role !== turns.at(-1)?.role) ?? roles[0] ?? "user";
  return (
    <ListFrame label={label} fault={fault} add="Add a message" onAdd={() => onChange([...turns, { role: next, content: "" }])}>
      {turns.map((turn, place) => (
        <Row key={place} name={`Message ${place + 1}`} list={turns} place={place} onChange={onChange}>
          <Stack direction={{ xs: "column", sm: "row" }} spacing={1.5} sx={{ minWidth: 0, flex: 1 }}>
            <TextField
              select={roles.length > 0}
              label={`Role of message ${place + 1}`}
              value={turn.role}
              error={!!at(`${place}/role`)}
              helperText={at(`${place}/role`)}
              onChange={(event) => onChange(turns.with(place, { ...turn, role: event.target.value }))}
              sx={{ width: { xs: "100%", sm: 170 }, flexShrink: 0 }}
            >
              {[...new Set([...roles, turn.role])].map((role) => (
                <MenuItem key={role} value={role}>
                  {role}
                </MenuItem>
              ))}
            </TextField>
            <TextField
              multiline
              label={`Message ${place + 1}`}
              autoFocus={autoFocus && place === 0}
              value={turn.content}
              error={!!at(`${place}/content`)}
              helperText={at(`${place}/content`)}
              onChange={(event) => onChange(turns.with(place, { ...turn, content: event.target.value }))}
            />
          </Stack>
        </Row>
      ))}
    </ListFrame>
  );
}

interface FrameProps {
  label: string;
  fault: string | undefined;
  add: string;
  onAdd: () => void;
  children: ReactNode;
}

function ListFrame({ label, fault, add, onAdd, children }: FrameProps) {
  const id = useId();
  return (
    <Box role="group" aria-labelledby={id}>
      <Typography id={id} variant="overline" color="textSecondary">
        {label}
      </Typography>
      <Stack spacing={1.5} sx={{ mt: 0.5 }}>
        {children}
      </Stack>
      {fault && <FormHelperText error>{fault}</FormHelperText>}
      <Button size="small" startIcon={<Add />} onClick={onAdd} sx={{ mt: 0.5 }}>
        {add}
      </Button>
    </Box>
  );
}

interface RowProps<T> {
  name: string;
  list: T[];
  place: number;
  onChange: (list: T[]) => void;
  children: ReactNode;
}

function Row<T>({ name, list, place, onChange, children }: RowProps<T>) {
  const moved = (to: number) => onChange(list.toSpliced(place, 1).toSpliced(to, 0, list[place] as T));
  return (
    <Stack direction="row" spacing={0.5} sx={{ alignItems: "flex-start" }}>
      {children}
      <Stack direction={{ xs: "column", sm: "row" }}>
        <Tool label={`Move ${name} up`} isOff={place === 0} onClick={() => moved(place - 1)} icon={<ArrowUpward fontSize="small" />} />
        <Tool label={`Move ${name} down`} isOff={place === list.length - 1} onClick={() => moved(place + 1)} icon={<ArrowDownward fontSize="small" />} />
        <Tool label={`Remove ${name}`} isOff={false} onClick={() => onChange(list.toSpliced(place, 1))} icon={<Delete fontSize="small" />} />
      </Stack>
    </Stack>
  );
}

function Tool({ label, isOff, onClick, icon }: { label: string; isOff: boolean; onClick: () => void; icon: ReactNode }) {
  return (
    <Tooltip title={label}>
      <span>
        <IconButton size="small" aria-label={label} disabled={isOff} onClick={onClick}>
          {icon}
        </IconButton>
      </span>
    </Tooltip>
  );
}
