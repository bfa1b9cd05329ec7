/** What the export was asked for. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import type { Export } from "@/lib/api/exports";
import { chosenLines, mannerLines } from "../model/request-words";

export function AskedPanel({ one }: { one: Export }) {
  return (
    <Panel title="What was asked for">
      <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "minmax(90px, auto) minmax(0, 1fr)", columnGap: 2, rowGap: 0.5 }}>
        {[...chosenLines(one.request), ...mannerLines(one.request)].map(([name, value]) => (
          <Box key={name} sx={{ display: "contents" }}>
            <Typography component="dt" color="textSecondary">
              {name}
            </Typography>
            <Typography component="dd" sx={{ m: 0, overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
              {value}
            </Typography>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
