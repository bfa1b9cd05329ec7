/** What stands where data is not there yet, is none, or could not be had. */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Button from "@mui/material/Button";
import Skeleton from "@mui/material/Skeleton";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { asProblem, Unreachable } from "@/lib/problem";

export function Loading({ rows = 4, height = 28, label = "Loading" }: { rows?: number; height?: number; label?: string }) {
  return (
    <Stack spacing={1} role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} variant="rounded" height={height} width={row === rows - 1 && rows > 1 ? "70%" : "100%"} />
      ))}
    </Stack>
  );
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Stack spacing={1.5} sx={{ alignItems: "center", textAlign: "center", py: 6, px: 2 }}>
      <Typography variant="h2" component="p">
        {title}
      </Typography>
      {children && (
        <Typography color="textSecondary" component="div" sx={{ maxWidth: "34rem" }}>
          {children}
        </Typography>
      )}
      {action}
    </Stack>
  );
}

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail } = asProblem(error);
  return (
    <Alert
      severity="error"
      variant="outlined"
      action={
        onRetry && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      {detail}
    </Alert>
  );
}

/** What a page could not load. That the service is gone is told once, by the banner: here it is only missing. */
export function NotLoaded({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!(error instanceof Unreachable)) return <Failure error={error} onRetry={onRetry} />;
  return (
    <Stack direction="row" sx={{ alignItems: "center", gap: 1, flexWrap: "wrap" }}>
      <Typography variant="body2" color="textSecondary" role="status">
        Not loaded: it comes by itself as soon as Gristmill answers.
      </Typography>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </Stack>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Show a query's data, or what stands in its place. Old data stays while a refetch fails: the banner tells of that. */
export function Shown<T>({ query, loading, children }: { query: Asked<T>; loading?: ReactNode; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending) return <>{loading ?? <Loading />}</>;
  return <NotLoaded error={query.error} onRetry={() => void query.refetch()} />;
}
