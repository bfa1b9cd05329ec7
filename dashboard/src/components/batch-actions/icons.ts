/** One sign per move, everywhere the same. */
import Block from "@mui/icons-material/BlockOutlined";
import Pause from "@mui/icons-material/PauseOutlined";
import PlayArrow from "@mui/icons-material/PlayArrowOutlined";
import Replay from "@mui/icons-material/ReplayOutlined";
import Stop from "@mui/icons-material/StopOutlined";

export const MOVE_ICONS = { pause: Pause, resume: PlayArrow, stop: Stop, cancel: Block, retry: Replay } as const;
