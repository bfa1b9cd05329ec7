/** Money of a batch that is not over yet. */

/**
 * What the batch will have cost at its end, if the rest costs as much a sample as what there is.
 * @returns US dollars; null where no price is known, or before the first sample.
 */
export function forecastUsd(costUsd: number | null | undefined, accepted: number, target: number): number | null {
  if (costUsd == null || accepted <= 0) return null;
  return costUsd * Math.max(1, target / accepted);
}

/** Accepted samples as a share of judged ones: calls that failed or are out say nothing of it. */
export function acceptance(accepted: number, rejected: number): number | null {
  return accepted + rejected > 0 ? accepted / (accepted + rejected) : null;
}
