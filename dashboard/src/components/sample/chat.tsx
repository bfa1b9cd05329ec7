/** A conversation as chat: the user at the right, the assistant at the left, the rest across. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { AnyValue, Fields } from "./any-value";
import { labelOf, type Message } from "./blocks";

const NAMES: Record<string, string> = { human: "User", gpt: "Assistant" };

export function Chat({ messages }: { messages: Message[] }) {
  return (
    <Box component="ol" aria-label="Conversation" sx={{ listStyle: "none", m: 0, p: 0, display: "flex", flexDirection: "column", gap: 1 }}>
      {messages.map((message, place) => (
        <Bubble key={place} message={message} />
      ))}
    </Box>
  );
}

function Bubble({ message: { role, content, rest } }: { message: Message }) {
  const name = NAMES[role] ?? labelOf(role);
  const side = name === "User" ? "flex-end" : name === "Assistant" ? "flex-start" : "stretch";
  return (
    <Box
      component="li"
      sx={{
        alignSelf: side,
        maxWidth: side === "stretch" ? "100%" : "min(88%, 46rem)",
        px: 1.5,
        py: 1,
        border: 1,
        borderColor: "divider",
        borderStyle: side === "stretch" ? "dashed" : "solid",
        borderRadius: 2,
        borderTopRightRadius: side === "flex-end" ? 0 : undefined,
        borderTopLeftRadius: side === "flex-start" ? 0 : undefined,
        bgcolor: side === "flex-end" ? "action.hover" : "background.paper",
      }}
    >
      <Typography component="div" variant="body2" color="textSecondary" sx={{ fontWeight: 600 }}>
        {name}
      </Typography>
      <AnyValue value={content} />
      {Object.keys(rest).length > 0 && (
        <Box sx={{ mt: 0.75 }}>
          <Fields content={rest} />
        </Box>
      )}
    </Box>
  );
}
