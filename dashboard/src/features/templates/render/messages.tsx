/** The messages of a prompt as the model gets them. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { sentence } from "@/lib/format";

export function Messages({ messages }: { messages: readonly { role?: string; content?: string }[] }) {
  return (
    <Stack spacing={1.5} component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {messages.map((message, at) => (
        <Box component="li" key={at}>
          <Typography variant="overline" color="textSecondary">
            {sentence(message.role)}
          </Typography>
          <Box component="pre" sx={TEXT}>
            {message.content}
          </Box>
        </Box>
      ))}
    </Stack>
  );
}

const TEXT = {
  m: 0,
  p: 1,
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  bgcolor: "background.default",
  fontFamily: "ui-monospace, monospace",
  fontSize: "0.8125rem",
  lineHeight: 1.6,
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
} as const;
