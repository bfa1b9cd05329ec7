/** Any value of JSON as people read it: texts, lists and fields in each other; JSON itself only where it goes too deep. */
import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { isNothing, isObject, isTexts, labelOf, type Content } from "./blocks";
import { FoldedText } from "./folded-text";

const DEEPEST = 4;
const SHORT = 32;

export function AnyValue({ value, depth = 0 }: { value: unknown; depth?: number }) {
  if (isNothing(value)) return <Nothing />;
  if (typeof value === "string") return <FoldedText text={value} />;
  if (typeof value !== "object" || value === null) return <>{spoken(value)}</>;
  if (depth >= DEEPEST) return <Json value={value} />;
  if (isObject(value)) return <Fields content={value} depth={depth + 1} />;
  const list = value as unknown[];
  return isTexts(list) && list.every((one) => one.length <= SHORT) ? <Tags words={list} /> : <Values list={list} depth={depth + 1} />;
}

function spoken(value: unknown): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  return String(value);
}

function Nothing() {
  return (
    <Typography component="span" variant="body2" color="textSecondary">
      none
    </Typography>
  );
}

function Tags({ words }: { words: string[] }) {
  return (
    <Stack component="ul" direction="row" sx={{ flexWrap: "wrap", gap: 0.75, p: 0, m: 0, listStyle: "none" }}>
      {words.map((word, place) => (
        <Chip component="li" key={place} label={word} variant="outlined" />
      ))}
    </Stack>
  );
}

function Values({ list, depth }: { list: unknown[]; depth: number }) {
  return (
    <Box component="ol" sx={{ m: 0, pl: 3, "& > li + li": { mt: 1 } }}>
      {list.map((one, place) => (
        <li key={place}>
          <AnyValue value={one} depth={depth} />
        </li>
      ))}
    </Box>
  );
}

/** Fields of an object below each other, set off by a line. */
export function Fields({ content, depth = 1 }: { content: Content; depth?: number }) {
  return (
    <Box component="dl" sx={{ m: 0, pl: 1.5, borderLeft: 2, borderColor: "divider" }}>
      {Object.entries(content).map(([field, value]) => (
        <Box key={field} sx={{ "& + &": { mt: 0.75 } }}>
          <Typography component="dt" variant="body2" color="textSecondary">
            {labelOf(field)}
          </Typography>
          <Box component="dd" sx={{ m: 0 }}>
            <AnyValue value={value} depth={depth} />
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Json({ value }: { value: unknown }) {
  return (
    <Box component="pre" tabIndex={0} aria-label="JSON" sx={{ m: 0, p: 1, fontSize: "0.8125rem", bgcolor: "action.hover", borderRadius: 1, overflowX: "auto" }}>
      {JSON.stringify(value, null, 2)}
    </Box>
  );
}
