/** Name, kind and description. */
import Stack from "@mui/material/Stack";
import { memo } from "react";
import type { Update } from "../draft/use-draft";
import type { Faults } from "../model/faults";
import type { Kind } from "../model/form";
import { KIND_OPTIONS, kindName } from "../model/kinds";
import { Choice, TextLine } from "./fields";
import { Line } from "./rows";
import { Section } from "./section";

interface AboutSectionProps {
  name: string;
  kind: Kind;
  description: string;
  isNew: boolean;
  update: Update;
  faults: Faults;
}

export const AboutSection = memo(function AboutSection({ name, kind, description, isNew, update, faults }: AboutSectionProps) {
  return (
    <Section id="about" title="About" summary={kindName(kind)} faults={faults}>
      <Stack spacing={2}>
        <Line min={220}>
          <TextLine
            label="Name"
            pointer="/name"
            value={name}
            onChange={(value) => update("name", value)}
            fault={faults.at("/name")}
            hint={isNew ? "Its id is made from it; it stays as it is." : "Stays as it is."}
            readOnly={!isNew}
            required={isNew}
          />
          <Choice label="Kind" pointer="/kind" value={kind} onChange={(value) => update("kind", value as Kind)} fault={faults.at("/kind")} options={KIND_OPTIONS} />
        </Line>
        <TextLine label="Description" pointer="/description" value={description} onChange={(value) => update("description", value)} fault={faults.at("/description")} rows={2} />
      </Stack>
    </Section>
  );
});
