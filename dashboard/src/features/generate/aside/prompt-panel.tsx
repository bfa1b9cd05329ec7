/** The prompt as the model will read it, filled in with what the form says now. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { Panel } from "@/components/page";
import { Failure, Loading, NotLoaded } from "@/components/states";
import { useSource } from "@/lib/api/source";
import { renderTemplate, type RenderWanted } from "@/lib/api/templates";
import { counted, sentence } from "@/lib/format";
import { useOrderForm } from "../use-order-form";
import { isFaulty } from "../model/faults";
import { AUTO } from "../model/form";
import { renderWanted, type Shown } from "../model/preview-wanted";
import { useDebounced } from "@/lib/use-debounced";

export function PromptPanel() {
  const form = useOrderForm();
  const source = useSource(form.sourceId || null);
  const body = useDebounced(JSON.stringify(renderWanted(form, source.data?.chunks[0] ?? null)));
  const { template, wanted } = JSON.parse(body) as Shown<RenderWanted>;
  const query = useQuery({
    queryKey: ["render", body],
    queryFn: ({ signal }) => renderTemplate(template, wanted, signal),
    enabled: template !== "" && template !== AUTO,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });
  return (
    <Panel
      title="Prompt"
      actions={
        query.data &&
        !query.isError && (
          <Typography variant="body2" color="textSecondary">
            {counted(query.data.characters, "character")}
          </Typography>
        )
      }
    >
      {template === AUTO && <Typography color="textSecondary">Choose a template to see its prompt.</Typography>}
      {query.isError && (isFaulty(query.error) ? <Failure error={query.error} /> : <NotLoaded error={query.error} onRetry={() => void query.refetch()} />)}
      {query.isPending && query.fetchStatus === "fetching" && <Loading label="Filling in the prompt" />}
      {query.data && !query.isError && <Messages messages={query.data.messages} remark={remarkOf(form.mode, Boolean(wanted.topic))} />}
    </Panel>
  );
}

function remarkOf(mode: string, hasTopic: boolean): string | null {
  const first = mode === "single" ? "" : "This is the first part's prompt. ";
  return `${first}${hasTopic ? "" : "No topic is set: a batch draws one for each sample, and an example stands here."}`.trim() || null;
}

/** What is sent to a model, a block for each message. */
const Messages = memo(function Messages({ messages, remark }: { messages: readonly { role?: string; content?: string }[]; remark?: string | null }) {
  return (
    <Stack spacing={1.5}>
      {remark && (
        <Typography variant="body2" color="textSecondary">
          {remark}
        </Typography>
      )}
      {messages.map((message, index) => (
        <Box key={index}>
          <Typography variant="overline" color="textSecondary">
            {sentence(message.role)}
          </Typography>
          <Typography component="pre" variant="body2" sx={PROMPT}>
            {message.content}
          </Typography>
        </Box>
      ))}
    </Stack>
  );
});

const PROMPT = { m: 0, p: 1.25, borderRadius: 1, bgcolor: "action.hover", whiteSpace: "pre-wrap", overflowWrap: "anywhere", fontFamily: "ui-monospace, monospace", fontSize: "0.8125rem" } as const;
