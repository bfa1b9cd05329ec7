/** Addresses and their pages; each page is loaded when it is first opened. */
import { lazy } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { NotFound } from "./not-found";
import { Shell } from "./shell";

const OverviewPage = lazy(() => import("@/features/overview/overview-page"));
const GeneratePage = lazy(() => import("@/features/generate/generate-page"));
const BatchesPage = lazy(() => import("@/features/batches/batches-page"));
const BatchPage = lazy(() => import("@/features/batches/detail/batch-page"));
const ComparePage = lazy(() => import("@/features/batches/compare/compare-page"));
const QueuePage = lazy(() => import("@/features/queue/queue-page"));
const DatasetPage = lazy(() => import("@/features/dataset/dataset-page"));
const ReviewPage = lazy(() => import("@/features/dataset/review/review-page"));
const TemplatesPage = lazy(() => import("@/features/templates/templates-page"));
const TemplatePage = lazy(() => import("@/features/templates/template-page"));
const ExportsPage = lazy(() => import("@/features/exports/exports-page"));
const ExportPage = lazy(() => import("@/features/exports/export-page"));

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
