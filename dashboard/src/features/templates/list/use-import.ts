/** The import of a YAML text: where it comes from, and what the service says to it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type DragEvent } from "react";
import { useNavigate } from "react-router";
import { useToasts } from "@/components/toasts";
import { importTemplate } from "@/lib/api/templates";
import { bytes } from "@/lib/format";
import { keys } from "@/lib/keys";
import { Problem } from "@/lib/problem";

/** As docs/templates.md has it. */
const AT_MOST_BYTES = 256_000;

export interface ImportState {
  open: boolean;
  text: string;
  error: unknown;
  busy: boolean;
  show: () => void;
  close: () => void;
  setText: (text: string) => void;
  read: (file: File) => void;
  drop: (event: DragEvent) => void;
  send: () => void;
}

export function useImport(): ImportState {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [unread, setUnread] = useState<Problem | null>(null);
  const client = useQueryClient();
  const toasts = useToasts();
  const navigate = useNavigate();
  const mutation = useMutation({
    mutationFn: () => importTemplate(text),
    onSuccess: ({ template, changed }) => {
      setOpen(false);
      void client.invalidateQueries({ queryKey: keys.templates });
      toasts.done(changed ? `${template.name} is imported as version ${template.version}.` : `Nothing changed: version ${template.version} of ${template.name} says the same.`);
      void navigate(`/templates/${template.template_id}`);
    },
  });

  const put = (now: string) => {
    setText(now);
    setUnread(null);
    mutation.reset();
  };
  const read = (file: File) => {
    setOpen(true);
    if (file.size > AT_MOST_BYTES) {
      put("");
      setUnread(new Problem({ title: "The file is too large", detail: `${file.name} has ${bytes(file.size)}; a template has at most ${bytes(AT_MOST_BYTES)}.` }, 413));
      return;
    }
    file.text().then(put, () => setUnread(new Problem({ title: "The file cannot be read", detail: `${file.name} could not be read from this machine.` }, 0)));
  };
  return {
    open,
    text,
    error: unread ?? mutation.error,
    busy: mutation.isPending,
    show: () => {
      put("");
      setOpen(true);
    },
    close: () => setOpen(false),
    setText: put,
    read,
    drop: (event) => {
      const file = event.dataTransfer.files[0];
      if (!file) return; // text that is moved about
      event.preventDefault();
      event.stopPropagation(); // the page below the dialog takes drops, too
      read(file);
    },
    send: () => mutation.mutate(),
  };
}
