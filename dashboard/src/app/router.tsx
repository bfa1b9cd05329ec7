/** Addresses and their pages; each page is loaded when it is first opened. */
import { createBrowserRouter, Navigate } from "react-router";
import { lazyPart } from "@/lib/lazy-part";
import { NotFound } from "./not-found";
import { Shell } from "./shell";

const OverviewPage = lazyPart(() => import("@/features/overview/overview-page"));
const GeneratePage = lazyPart(() => import("@/features/generate/generate-page"));
const BatchesPage = lazyPart(() => import("@/features/batches/batches-page"));
const BatchPage = lazyPart(() => import("@/features/batches/detail/batch-page"));
const ComparePage = lazyPart(() => import("@/features/batches/compare/compare-page"));
const QueuePage = lazyPart(() => import("@/features/queue/queue-page"));
const DatasetPage = lazyPart(() => import("@/features/dataset/dataset-page"));
const ReviewPage = lazyPart(() => import("@/features/dataset/review/review-page"));
const TemplatesPage = lazyPart(() => import("@/features/templates/templates-page"));
const TemplatePage = lazyPart(() => import("@/features/templates/template-page"));
const ExportsPage = lazyPart(() => import("@/features/exports/exports-page"));
const ExportPage = lazyPart(() => import("@/features/exports/export-page"));

export const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: "/", element: <OverviewPage /> },
      { path: "/generate", element: <GeneratePage /> },
      { path: "/batches", element: <BatchesPage /> },
      { path: "/batches/compare", element: <ComparePage /> },
      { path: "/batches/:batchId", element: <BatchPage /> },
      { path: "/queue", element: <QueuePage /> },
      { path: "/dataset", element: <DatasetPage /> },
      { path: "/dataset/review", element: <ReviewPage /> },
      { path: "/templates", element: <TemplatesPage /> },
      { path: "/templates/:templateId", element: <TemplatePage /> },
      { path: "/exports", element: <ExportsPage /> },
      { path: "/exports/:exportId", element: <ExportPage /> },
      { path: "/index.html", element: <Navigate to="/" replace /> },
      { path: "*", element: <NotFound /> },
    ],
  },
]);
