/** Templates: versions, render, preview, files. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take, takeRaw, type Schemas } from "./client";
import type { paths } from "./types.gen";

export type Template = Schemas["TemplateView"];
export type TemplateDefinition = Schemas["TemplateDefinition"];
export type TemplateParameter = Schemas["Parameter"];
export type RenderWanted = Partial<Schemas["RenderTemplate"]>;
export type PreviewWanted = Partial<Schemas["PreviewWanted"]>;
export type PreviewAnswer = Schemas["Preview"];
export type TemplateListQuery = NonNullable<paths["/api/templates"]["get"]["parameters"]["query"]>;

export function useTemplates(query: TemplateListQuery = {}) {
  return useQuery({
    queryKey: keys.templateList(query),
    queryFn: ({ signal }) => take(api.GET("/api/templates", { params: { query }, signal })),
    select: (page) => page.templates,
    staleTime: 60_000,
  });
}

export function useTemplate(templateId: string | null) {
  return useQuery({
    queryKey: keys.template(templateId ?? ""),
    queryFn: ({ signal }) => take(api.GET("/api/templates/{template_id}", { params: { path: { template_id: templateId ?? "" } }, signal })),
    enabled: templateId !== null,
  });
}

export function useTemplateVersion(templateId: string, version: number | null) {
  return useQuery({
    queryKey: keys.templateVersion(templateId, version ?? 0),
    queryFn: ({ signal }) =>
      take(
        api.GET("/api/templates/{template_id}/versions/{version}", {
          params: { path: { template_id: templateId, version: version ?? 0 } },
          signal,
        }),
      ),
    enabled: version !== null,
    staleTime: Infinity, // a version never changes
  });
}

export async function createTemplate(definition: TemplateDefinition) {
  return take(api.POST("/api/templates", { body: definition }));
}

/** @throws Problem 412 if somebody saved another version after `version`. */
export async function changeTemplate(templateId: string, definition: TemplateDefinition, version: number) {
  return take(
    api.PUT("/api/templates/{template_id}", {
      params: { path: { template_id: templateId } },
      headers: { "If-Match": `"v${version}"` },
      body: definition,
    }),
  );
}

export async function deleteTemplate(templateId: string) {
  return take(api.DELETE("/api/templates/{template_id}", { params: { path: { template_id: templateId } } }));
}

export async function restoreTemplate(templateId: string) {
  return take(api.POST("/api/templates/{template_id}/restore", { params: { path: { template_id: templateId } } }));
}

export async function renderTemplate(templateId: string, wanted: RenderWanted, signal?: AbortSignal) {
  return take(
    api.POST("/api/templates/{template_id}/render", {
      params: { path: { template_id: templateId } },
      body: wanted,
      ...(signal ? { signal } : {}),
    }),
  );
}

export async function previewTemplate(templateId: string, wanted: PreviewWanted, signal?: AbortSignal) {
  return take(
    api.POST("/api/templates/{template_id}/preview", {
      params: { path: { template_id: templateId } },
      body: wanted,
      ...(signal ? { signal } : {}),
    }),
  );
}

/** The same for a definition that is not saved; its faults have pointers below `/definition`. */
export async function renderDefinition(definition: TemplateDefinition, wanted: RenderWanted, signal?: AbortSignal) {
  const body = { ...wanted, definition };
  return take(api.POST("/api/templates/render", { body, ...(signal ? { signal } : {}) }));
}

export async function previewDefinition(definition: TemplateDefinition, wanted: PreviewWanted, signal?: AbortSignal) {
  const body = { ...wanted, definition };
  return take(api.POST("/api/templates/preview", { body, ...(signal ? { signal } : {}) }));
}

/** Take a template over from YAML text. */
export async function importTemplate(yaml: string): Promise<Schemas["SavedTemplate"]> {
  const answer = await takeRaw("/api/templates/import", { method: "POST", headers: { "Content-Type": "application/yaml" }, body: yaml });
  return (await answer.json()) as Schemas["SavedTemplate"];
}

export function exportAddress(templateId: string): string {
  return `/api/templates/${encodeURIComponent(templateId)}/export`;
}
