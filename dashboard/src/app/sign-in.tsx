/** Asks for the token that the service was started with. It is sent once; the browser then keeps a cookie that scripts cannot read. */
import Button from "@mui/material/Button";
import Card from "@mui/material/Card";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { signIn } from "@/lib/api/session";
import { asProblem } from "@/lib/problem";

export function SignIn() {
  const client = useQueryClient();
  const [token, setToken] = useState("");
  const entry = useMutation({ mutationFn: signIn, onSuccess: () => client.invalidateQueries() });
  return (
    <Stack component="main" sx={{ minHeight: "100vh", alignItems: "center", justifyContent: "center", p: 2 }}>
      <Card
        component="form"
        sx={{ p: 3, width: "100%", maxWidth: 420 }}
        onSubmit={(event: React.SubmitEvent) => {
          event.preventDefault();
          entry.mutate(token);
        }}
      >
        <Stack spacing={2}>
          <Typography variant="h1">Gristmill</Typography>
          <Typography color="textSecondary">This service was started with a token. Enter it to go on.</Typography>
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
