/** Delete a template and take that back: shown at once, rolled back with a message if the service refuses. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "@/components/toasts";
import type { Schemas } from "@/lib/api/client";
import { deleteTemplate, restoreTemplate, type Template } from "@/lib/api/templates";
import { keys } from "@/lib/keys";

type Page = Schemas["TemplatesPage"];

export function useDeletion({ template_id: id, name }: Pick<Template, "template_id" | "name">): { remove: () => void; restore: () => void } {
  const client = useQueryClient();
  const toasts = useToasts();
  const lists = { queryKey: [...keys.templates, "list"] };
  const settle = () => client.invalidateQueries({ queryKey: keys.templates });

  const restoring = useMutation({
    mutationFn: () => restoreTemplate(id),
    onSuccess: () => toasts.done(`${name} is back.`),
    onError: (error) => toasts.failed(error, () => restoring.mutate()),
    onSettled: settle,
  });
  const removal = useMutation({
    mutationFn: () => deleteTemplate(id),
    onMutate: async () => {
      await client.cancelQueries(lists);
      const before = client.getQueriesData<Page>(lists);
      client.setQueriesData<Page>(lists, (page) => page && without(page, id));
      return { before };
    },
    onSuccess: () => toasts.done(`${name} is deleted. Batches that use it go on.`, { label: "Undo", run: () => restoring.mutate() }),
    onError: (error, _, context) => {
      context?.before.forEach(([key, page]) => client.setQueryData(key, page));
      toasts.failed(error, () => removal.mutate());
    },
    onSettled: settle,
  });
  return { remove: () => removal.mutate(), restore: () => restoring.mutate() };
}

function without(page: Page, id: string): Page {
  return { ...page, templates: page.templates.filter((one) => one.template_id !== id) };
}
