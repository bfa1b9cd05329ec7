/** A score of 0 to 1 with two decimals; a score below one never rounds up to it. */
import { NONE } from "@/lib/format";

export function scoreText(score: number | null | undefined): string {
  if (score == null) return NONE;
  return (score < 1 ? Math.floor(score * 100 + 1e-9) / 100 : 1).toFixed(2);
}
