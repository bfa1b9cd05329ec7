/** Providers: which are set up, their models, limits and use. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take, type Schemas } from "./client";

export type Provider = Schemas["ProviderView"];
export type ProviderName = Provider["name"];

export function useProviders() {
  return useQuery({
    queryKey: keys.providers,
    queryFn: ({ signal }) => take(api.GET("/api/providers", { signal })),
    staleTime: 15_000,
    refetchInterval: 30_000,
  });
}
