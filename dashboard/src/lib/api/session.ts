/** Who may come in: a service with a token wants to see it once, and gives a cookie for it. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "../keys";
import { api, take } from "./client";

export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: ({ signal }) => take(api.GET("/api/session", { signal })), staleTime: 60_000, retry: Infinity });
}

export async function signIn(token: string) {
  return take(api.POST("/api/session", { body: { token } }));
}

export async function signOut() {
  return take(api.DELETE("/api/session"));
}
