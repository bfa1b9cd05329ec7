/** The dataset card, and the manifest folded below it; both are read from the archive. */
import { useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { Panel } from "@/components/page";
import { Shown } from "@/components/states";
import { fileAddress } from "@/lib/api/exports";
import { useRaw } from "@/lib/api/samples";
import { Fold } from "../fold";
import { MarkdownView } from "./markdown-view";
import { Preformatted } from "./preformatted";

const SHOWN = 200_000; // characters of a manifest; the file has them all

export function CardPanel({ exportId }: { exportId: string }) {
  const card = useRaw(fileAddress(exportId, "README.md"));
  return (
    <Panel title="Dataset card" actions={card.data && <CopyButton text={card.data.text} what="the card" />}>
      <Shown query={card}>{({ text }) => <MarkdownView text={text} />}</Shown>
    </Panel>
  );
}

export function ManifestPanel({ exportId }: { exportId: string }) {
  const [open, setOpen] = useState(false);
  const manifest = useRaw(open ? fileAddress(exportId, "manifest.json") : null);
  return (
    <Fold title="Manifest" holds="request, counts, hashes, template versions, prices" open={open} onOpen={setOpen}>
      <Shown query={manifest}>
        {({ text }) => <Preformatted text={text.length > SHOWN ? `${text.slice(0, SHOWN)}\n… the rest is in the file` : text} label="manifest.json" height={520} />}
      </Shown>
    </Fold>
  );
}
