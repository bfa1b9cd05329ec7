/** What stands behind the last sample: how it went, what was left out, what came in meanwhile, and where to go. */
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { Link as RouterLink } from "react-router";
import { Panel } from "@/components/page";
import { Empty, Failure, Loading } from "@/components/states";
import { useNewestSamples } from "@/lib/api/samples";
import { counted } from "@/lib/format";
import { isNarrow, nounOf } from "./address";
import type { ReviewDesk } from "./use-review";

export function EndPanel({ review }: { review: ReviewDesk }) {
  const { list } = review;
  if (list.cutBy) return <Failure error={list.cutBy} onRetry={list.retry} />;
  if (list.hasMore) return <Loading label="Loading the next samples" />;
  return (
    <Panel>
      <Ended review={review} />
    </Panel>
  );
}

function Ended({ review }: { review: ReviewDesk }) {
  const { query, list, undecided, goTo, takeNewOnes, tally } = review;
  const more = useMoreCameIn(review);
  const [first] = undecided;
  const isOpenEnded = query.review === "pending" && first !== undefined;
  const nothing = list.samples.length === 0;
  const done = [tally.approved && `${tally.approved} approved`, tally.rejected && `${tally.rejected} rejected`, tally.edited && `${tally.edited} edited`].filter(Boolean).join(", ");
  return (
    <Empty
      title={titleOf(nothing, isOpenEnded, query)}
      action={
        <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1, justifyContent: "center" }}>
          {isOpenEnded && (
            <Button variant="contained" onClick={() => goTo(first.sample_id)}>
              Go to the first undecided one
            </Button>
          )}
          {more > 0 && (
            <Button variant={isOpenEnded ? "outlined" : "contained"} onClick={takeNewOnes}>
              Review {counted(more, "more that came in", "more that came in")}
            </Button>
          )}
          <Button component={RouterLink} to="/exports" variant={isOpenEnded || more > 0 ? "text" : "contained"}>
            Export the dataset
          </Button>
          <Button component={RouterLink} to="/dataset">
            Choose other samples
          </Button>
          {isNarrow(query) && (
            <Button component={RouterLink} to="/dataset/review" reloadDocument>
              Review all that is pending
            </Button>
          )}
        </Stack>
      }
    >
      {done && `This session: ${done}. `}
      {isOpenEnded && `${counted(undecided.length, "sample is", "samples are")} left undecided. `}
      {nothing && isNarrow(query) && "No sample fits this filter; others may still wait for a decision. "}
      {nothing && !isNarrow(query) && query.review === "pending" && "No sample waits for a decision. "}
    </Empty>
  );
}

function titleOf(nothing: boolean, isOpenEnded: boolean, query: ReviewDesk["query"]): string {
  if (nothing && isNarrow(query)) return "Nothing to review here";
  if (query.review !== "pending") return nothing ? `No ${nounOf(query)} here` : "That was the last one";
  return isOpenEnded ? "You are at the end" : "All reviewed";
}

/** Samples that fit the filter now and did not when the list was taken. */
function useMoreCameIn({ query, list, undecided, waiting }: ReviewDesk): number {
  const { data } = useNewestSamples({ ...query, limit: 1 });
  if (!data || waiting.length || !list.isExact || !data.total_is_exact) return 0;
  const left = query.review === "pending" ? undecided.length : list.total;
  return Math.max(0, data.total - left);
}
