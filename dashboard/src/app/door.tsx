/**
 * Lets in whoever may come in: a service without a token asks nothing, one with a token asks once. Then news are heard.
 * Who has come in and must show the token anew does so over the page, which keeps all that was typed.
 */
import Dialog from "@mui/material/Dialog";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { useToasts } from "@/components/toasts";
import { door } from "@/lib/api/client";
import { useSession } from "@/lib/api/session";
import { listen } from "@/lib/event-stream";
import { keys } from "@/lib/keys";
import { sendWhatIsLeft } from "./outbox";
import { SignIn, SIGN_IN_TITLE_ID } from "./sign-in";

export function Door({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const toasts = useToasts();
  const { data: session } = useSession();
  const shut = session?.token_needed === true && !session.signed_in;
  const known = session !== undefined;
  const [wasIn, setWasIn] = useState(false);
  if (known && !shut && !wasIn) setWasIn(true);
  useEffect(() => {
    const lookAgain = () => void client.invalidateQueries({ queryKey: keys.session }, { cancelRefetch: false });
    door.addEventListener("shut", lookAgain);
    return () => door.removeEventListener("shut", lookAgain);
  }, [client]);
  useEffect(() => {
    if (!known || shut) return;
    void sendWhatIsLeft(client, toasts.failed);
    return listen(client);
  }, [client, toasts, known, shut]);
  if (shut && !wasIn) return <SignIn />;
  return (
    <>
      {children}
      {shut && (
        <Dialog open fullScreen transitionDuration={0} aria-labelledby={SIGN_IN_TITLE_ID}>
          <SignIn again />
        </Dialog>
      )}
    </>
  );
}
