/** All fields of an order, in the order of how often they are set. */
import Stack from "@mui/material/Stack";
import { memo, useCallback } from "react";
import { Panel } from "@/components/page";
import { Advanced } from "./advanced";
import { AmountPanel } from "./amount-panel";
import { TextOf } from "./field";
import { KeptParts } from "./kept-parts";
import { ProviderFields } from "./provider-fields";
import { WhatPanel } from "./what-panel";

/** Which parts are unfolded; a fault unfolds what it is in. */
export interface View {
  advanced: boolean;
  itemPage: number;
}

export const OrderFields = memo(function OrderFields({ view, onView }: { view: View; onView: (part: Partial<View>) => void }) {
  const showItems = useCallback((itemPage: number) => onView({ itemPage }), [onView]);
  return (
    <Stack useFlexGap spacing={2} sx={{ minWidth: 0 }}>
      <WhatPanel />
      <AmountPanel itemPage={view.itemPage} onItemPage={showItems} />
      <Panel title="Provider and name">
        <Stack spacing={2}>
          <ProviderFields />
          <TextOf part="name" place="/name" label="Name of the batch" />
          <KeptParts />
        </Stack>
      </Panel>
      <Advanced open={view.advanced} onOpen={(advanced) => onView({ advanced })} />
    </Stack>
  );
});
