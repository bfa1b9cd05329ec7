/** Lets in whoever may come in: a service without a token asks nothing, one with a token asks once. Then news are heard. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { useSession } from "@/lib/api/session";
import { listen } from "@/lib/event-stream";
import { sendWhatIsLeft } from "./outbox";
import { SignIn } from "./sign-in";

export function Door({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { data: session } = useSession();
  const shut = session?.token_needed === true && !session.signed_in;
  const known = session !== undefined;
  useEffect(() => {
    if (!known || shut) return;
    void sendWhatIsLeft(client);
    return listen(client);
  }, [client, known, shut]);
  if (shut) return <SignIn />;
  return children;
}
