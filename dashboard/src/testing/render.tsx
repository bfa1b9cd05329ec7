/** Draw a page as the app does, at an address, with a cache of its own. */
import { ThemeProvider } from "@mui/material/styles";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { createMemoryRouter, RouterProvider } from "react-router";
import { ConfirmProvider } from "@/components/confirm";
import { ToastProvider } from "@/components/toasts";
import { makeQueryClient } from "@/lib/query-client";
import { makeTheme } from "@/lib/theme";

interface At {
  /** The address, with query. */
  path?: string;
  /** The route that it matches, such as `/batches/:batchId`. */
  route?: string;
}

export function renderPage(page: ReactElement, { path = "/", route }: At = {}) {
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  const router = createMemoryRouter(
    [
      { path: route ?? path.split("?")[0] ?? "/", element: page },
      { path: "*", element: <p>another page</p> },
    ],
    { initialEntries: [path] },
  );
  const user = userEvent.setup();
  const view = render(
    <ThemeProvider theme={makeTheme()}>
      <QueryClientProvider client={client}>
        <ToastProvider>
          <ConfirmProvider>
            <RouterProvider router={router} />
          </ConfirmProvider>
        </ToastProvider>
      </QueryClientProvider>
    </ThemeProvider>,
  );
  return { ...view, user, client, router };
}
