/** Where topics come from when a start names none, and the forms that a question can take. */
import Stack from "@mui/material/Stack";
import { memo } from "react";
import { counted } from "@/lib/format";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import type { TaxonomyForm } from "../model/form";
import { fromLines } from "../model/lines";
import { counts, fromOutline, lineOf } from "../model/outline";
import { Choice, TextLine } from "./fields";
import { Section } from "./section";

interface TopicsSectionProps {
  taxonomy: TaxonomyForm;
  framings: string;
  update: Update;
  faults: Faults;
}

const FROM: readonly (readonly [TaxonomyForm["from"], string])[] = [
  ["none", "Nowhere: a start has to name them"],
  ["uk_law", "UK law (built in)"],
  ["own", "Areas of its own"],
];

export const TopicsSection = memo(function TopicsSection({ taxonomy, framings, update, faults }: TopicsSectionProps) {
  const forms = fromLines(framings).length;
  const topics = taxonomy.from === "own" ? tallied(taxonomy.outline) : taxonomy.from === "uk_law" ? "UK law" : "no topics of its own";
  return (
    <Section id="topics" title="Topics and framings" summary={forms ? `${topics}; ${counted(forms, "framing")}` : topics} faults={faults}>
      <Stack spacing={2}>
        <Choice
          label="Topics are drawn from"
          pointer="/taxonomy"
          value={taxonomy.from}
          onChange={(from) => update("taxonomy", { from: from as TaxonomyForm["from"], outline: taxonomy.outline })}
          fault={taxonomy.from === "own" ? null : faults.at("/taxonomy")}
          options={FROM}
        />
        {taxonomy.from === "own" && (
          <TextLine
            label="Areas, topics, angles"
            pointer="/taxonomy/outline"
            value={taxonomy.outline}
            onChange={(outline) => update("taxonomy", { from: "own", outline })}
            fault={placed(faults, taxonomy.outline)}
            hint={`One a line. Indent a topic below its area, and an angle below its topic. ${tallied(taxonomy.outline)}.`}
            placeholder={"Daily life\n  Money\n    a bill that is higher than expected"}
            rows={6}
            maxRows={24}
            mono
          />
        )}
        <TextLine
          label="Framings"
          pointer="/framings"
          value={framings}
          onChange={(value) => update("framings", value)}
          fault={faults.at("/framings")}
          hint="Forms that a question can take, one a line; drawn evenly."
          rows={2}
          maxRows={16}
        />
      </Stack>
    </Section>
  );
});

function tallied(outline: string): string {
  const { areas, topics, angles } = counts(fromOutline(outline).areas);
  return `${counted(areas, "area")}, ${counted(topics, "topic")}, ${counted(angles, "angle")}`;
}

function placed(faults: Faults, outline: string): string | null {
  const texts = faults.all
    .filter(({ pointer }) => pointer.startsWith("/taxonomy"))
    .map(({ pointer, detail }) => {
      const line = lineOf(outline, pointer);
      return line === null ? detail : `line ${line}: ${detail}`;
    });
  return texts.length > 0 ? texts.join("; ") : null;
}
