/** Save what an older version says as the newest one; a version that came in between is not passed over in silence. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useToasts } from "@/components/toasts";
import { changeTemplate, type Template, type TemplateDefinition } from "@/lib/api/templates";
import { keys } from "@/lib/keys";

export function useMakeNewest(template: Template) {
  const client = useQueryClient();
  const toasts = useToasts();
  return useMutation({
    mutationFn: ({ definition }: { version: number; definition: TemplateDefinition }) => changeTemplate(template.template_id, definition, template.version),
    onSuccess: ({ template: saved, changed }, { version }) => {
      if (changed) toasts.done(`Version ${saved.version} is saved; it says what version ${version} says.`);
      else toasts.info(`Nothing changed: version ${saved.version} says the same.`);
    },
    onError: (error) => toasts.failed(error),
    onSettled: () => client.invalidateQueries({ queryKey: keys.templates }),
  });
}
