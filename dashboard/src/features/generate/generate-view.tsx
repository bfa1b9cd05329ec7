/** The form with its estimate, prompt and trial beside it (below it on small screens). */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Box from "@mui/material/Box";
import { useCallback, useMemo, useState } from "react";
import { Page } from "@/components/page";
import type { Template } from "@/lib/api/templates";
import { Beside } from "./aside/beside";
import { drafts } from "./draft-store";
import { OrderFields, type View } from "./fields/order-fields";
import { GenerateContext, type Generate } from "./generate-context";
import { sayingAt } from "./model/faults";
import type { GenerateForm } from "./model/form";
import { OriginNote } from "./origin-note";
import { PageActions } from "./page-actions";
import { useChosenTemplate } from "./use-chosen-template";
import { TOP_ID, useRefusal, type Top } from "./use-refusal";

export function GenerateView({ templates }: { templates: Template[] }) {
  const { reference, template, definition } = useChosenTemplate(templates);
  const [view, setView] = useState<View>({ advanced: false, itemPage: 0 });
  const showView = useCallback((part: Partial<View>) => setView((now) => ({ ...now, ...part })), []);
  const { faults, top, refuse, mend } = useRefusal(showView);
  const change = useCallback(
    (part: Partial<GenerateForm>) => {
      drafts.change({ form: { ...drafts.get().form, ...part } });
      mend(Object.keys(part) as (keyof GenerateForm)[]);
    },
    [mend],
  );
  const shared = useMemo<Generate>(
    () => ({ change, templates, reference, template, definition, faultAt: (place) => sayingAt(faults, place) }),
    [change, templates, reference, template, definition, faults],
  );
  return (
    <GenerateContext value={shared}>
      <Page title="Generate" actions={<PageActions />}>
        <TopAlert top={top} />
        <OriginNote />
        <Box sx={COLUMNS}>
          <OrderFields view={view} onView={showView} />
          <Beside onRefused={refuse} />
        </Box>
      </Page>
    </GenerateContext>
  );
}

function TopAlert({ top }: { top: Top | null }) {
  if (!top) return null;
  return (
    <Alert severity="error" variant="outlined" id={TOP_ID} tabIndex={-1}>
      <AlertTitle>{top.title}</AlertTitle>
      {top.detail}
    </Alert>
  );
}

const COLUMNS = { display: "grid", gap: 2, alignItems: "start", gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 11fr) minmax(0, 9fr)" } } as const;
