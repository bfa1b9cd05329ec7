/** Asks for the token that the service was started with. It is sent once; the browser then keeps a cookie that scripts cannot read. */
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { signIn } from "@/lib/api/session";
import { keys } from "@/lib/keys";
import { asProblem } from "@/lib/problem";

export const SIGN_IN_TITLE_ID = "sign-in-title";

/** `again`: over a page whose session has ended. */
export function SignIn({ again = false }: { again?: boolean }) {
  const client = useQueryClient();
  const [token, setToken] = useState("");
  const entry = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      client.setQueryData(keys.session, session);
      // What is shown already is refreshed by the snapshot that news begin with.
      void client.refetchQueries({ predicate: ({ state }) => state.status === "error" && state.data === undefined });
    },
  });
  return (
    <Stack component={again ? "div" : "main"} sx={{ minHeight: "100vh", alignItems: "center", justifyContent: "center", p: 2 }}>
      <Card
        component="form"
        sx={{ p: 3, width: "100%", maxWidth: 420 }}
        onSubmit={(event: React.SubmitEvent) => {
          event.preventDefault();
          entry.mutate(token);
        }}
      >
        <Stack spacing={2}>
          <Typography variant="h1" id={SIGN_IN_TITLE_ID}>
            Gristmill
          </Typography>
          <Typography color="textSecondary">
            {again ? "Your session has ended. Enter the token to go on where you were: nothing that you typed is lost." : "This service was started with a token. Enter it to go on."}
          </Typography>
          <TextField
            label="Token"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={token}
            onChange={(event) => setToken(event.target.value)}
            error={entry.isError}
            helperText={entry.isError ? asProblem(entry.error).detail : "GRISTMILL_API_TOKEN of the service"}
          />
          <Button type="submit" variant="contained" disabled={!token || entry.isPending}>
            Sign in
          </Button>
        </Stack>
      </Card>
    </Stack>
  );
}
