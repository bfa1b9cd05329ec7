/** Says that nothing would be exported, what stands in the way, and what can be done about it. */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { Link } from "react-router";
import { LeftOutList } from "../left-out-list";
import { reviewAddress } from "../model/choice";
import { remediesOf, type Remedy } from "../model/left-out";
import { formatOf } from "../model/words";
import { useForm } from "./form-context";

export function Nothing({ leftOut }: { leftOut: Record<string, number> }) {
  const { form } = useForm();
  const all = remediesOf(leftOut);
  const remedies = all.filter((remedy) => remedy !== "rejected" || !all.includes("review"));
  return (
    <Alert severity="info" variant="outlined" role="status" sx={{ "& .MuiAlert-message": { minWidth: 0, flex: 1 } }}>
      <AlertTitle>Nothing would be exported</AlertTitle>
      {remedies.length ? <LeftOutList leftOut={leftOut} title="What stands in the way" /> : "No sample is chosen by this."}
      {remedies.includes("format") && ` ${formatOf(form.format).label} does not fit these samples: choose another format, or say which fields are spoken under More.`}
      <Stack direction="row" sx={{ flexWrap: "wrap", gap: 1, mt: 1.5 }}>
        {remedies.length ? remedies.map((remedy) => <Way key={remedy} remedy={remedy} />) : <NoneChosen />}
      </Stack>
    </Alert>
  );
}

function Way({ remedy }: { remedy: Remedy }) {
  const { form, change } = useForm();
  switch (remedy) {
    case "review":
      return (
        <>
          <Button size="small" variant="outlined" component={Link} to={reviewAddress(form)}>
            Review them
          </Button>
          <Button size="small" onClick={() => change({ review: "not_rejected" })}>
            Take all that nobody rejected
          </Button>
        </>
      );
    case "rejected":
      return (
        <Button size="small" onClick={() => change({ review: "any" })}>
          Take any decision
        </Button>
      );
    case "demo":
      return (
        <Button size="small" onClick={() => change({ includeDemo: true })}>
          Include demo data
        </Button>
      );
    case "format":
      return (
        <Button size="small" onClick={() => change({ format: "jsonl" })}>
          Take JSON Lines, which fits all
        </Button>
      );
  }
}

function NoneChosen() {
  const { form, change } = useForm();
  const isNarrow = form.batchIds.length > 0 || form.ids.length > 0 || Object.keys(form.filter).length > 0;
  if (isNarrow) {
    return (
      <Button size="small" variant="outlined" onClick={() => change({ batchIds: [], ids: [], filter: {} })}>
        Take all samples
      </Button>
    );
  }
  return (
    <Button size="small" variant="outlined" component={Link} to="/generate">
      Generate samples
    </Button>
  );
}
