/** What a sample is about: template, topic, difficulty, instruction, the template's parameters and source. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import { Panel } from "@/components/page";
import { useForm, useGenerate } from "../generate-context";
import { DifficultyField } from "./difficulty-field";
import { TextOf } from "./field";
import { ParametersFields } from "./parameters-fields";
import { SourceField } from "./source-field";
import { TemplateField } from "./template-field";
import { TopicField } from "./topic-field";

export function WhatPanel() {
  return (
    <Panel title="What">
      <Stack spacing={2}>
        <TemplateField />
        <SourceField />
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "minmax(0, 1fr) 12rem" } }}>
          <Topic />
          <Difficulty />
        </Box>
        <TextOf
          part="instruction"
          place="/reasoning_instruction"
          label="Reasoning instruction"
          multiline
          minRows={1}
          maxRows={6}
          helperText="How the reasoning is to be written, such as: Name the statute first."
        />
        <ParametersFields />
      </Stack>
    </Panel>
  );
}

function Topic() {
  const { change, definition } = useGenerate();
  const topic = useForm((form) => form.topic);
  const hasParts = useForm((form) => form.mode !== "single");
  const draws = useForm((form) => Boolean(form.kept.taxonomy ?? definition?.taxonomy));
  return (
    <TopicField
      place="/topic"
      label={hasParts ? "Topic, where a part names none" : "Topic"}
      value={topic}
      onChange={(text) => change({ topic: text })}
      hint={draws ? "Any text; an area draws among its topics. Left out: drawn evenly from all." : "Any text. This template has no topics to draw from."}
    />
  );
}

function Difficulty() {
  const { change } = useGenerate();
  const difficulty = useForm((form) => form.difficulty);
  return <DifficultyField place="/difficulty" value={difficulty} onChange={(chosen) => change({ difficulty: chosen })} />;
}
