/** Everything that all pages stand on. */
import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { QueryClientProvider, type QueryClient } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { ConfirmProvider } from "@/components/confirm";
import { ToastProvider } from "@/components/toasts";
import { router } from "./router";
import { Door } from "./door";
import { makeTheme } from "@/lib/theme";

const theme = makeTheme();

export function App({ client }: { client: QueryClient }) {
  return (
    <ThemeProvider theme={theme} defaultMode="system" noSsr disableTransitionOnChange>
      <CssBaseline enableColorScheme />
      <QueryClientProvider client={client}>
        <ToastProvider>
          <ConfirmProvider>
            <Door>
              {/* As a transition, a change of the address would be begun anew by each progress event, four times a second. */}
              <RouterProvider router={router} useTransitions={false} />
            </Door>
          </ConfirmProvider>
        </ToastProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
