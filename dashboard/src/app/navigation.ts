/** The rooms of the dashboard, in the order of the work. */
import AddCircleOutline from "@mui/icons-material/AddCircleOutlineOutlined";
import Category from "@mui/icons-material/CategoryOutlined";
import Description from "@mui/icons-material/DescriptionOutlined";
import FileDownload from "@mui/icons-material/FileDownloadOutlined";
import Home from "@mui/icons-material/HomeOutlined";
import FormatListNumbered from "@mui/icons-material/FormatListNumberedOutlined";
import TableRows from "@mui/icons-material/TableRowsOutlined";
import type { SvgIconComponent } from "@mui/icons-material";

export interface Room {
  path: string;
  name: string;
  icon: SvgIconComponent;
  /** Shows how many batches run. */
  badge?: boolean;
}

export const ROOMS: readonly Room[] = [
  { path: "/", name: "Overview", icon: Home },
  { path: "/generate", name: "Generate", icon: AddCircleOutline },
  { path: "/batches", name: "Batches", icon: TableRows, badge: true },
  { path: "/queue", name: "Queue", icon: FormatListNumbered },
  { path: "/dataset", name: "Dataset", icon: Category },
  { path: "/templates", name: "Templates", icon: Description },
  { path: "/exports", name: "Exports", icon: FileDownload },
];
