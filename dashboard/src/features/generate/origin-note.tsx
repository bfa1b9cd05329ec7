/** Says what the form was filled in from. */
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Link from "@mui/material/Link";
import { Link as RouterLink } from "react-router";
import { drafts, useDraft } from "./draft-store";
import { useForm, useGenerate } from "./generate-context";

export function OriginNote() {
  const { change } = useGenerate();
  const chosenSeed = useForm((form) => form.seed);
  const { origin } = useDraft();
  if (!origin) return null;
  const close = () => drafts.change({ origin: null });
  if (origin.kind === "preset") {
    return (
      <Alert severity="info" variant="outlined" onClose={close}>
        Filled in from the preset {origin.name}.
      </Alert>
    );
  }
  const { seed } = origin;
  return (
    <Alert severity="info" variant="outlined" onClose={close}>
      Filled in from{" "}
      <Link component={RouterLink} to={`/batches/${origin.id}`} color="inherit">
        {origin.name}
      </Link>
      . {chosenSeed ? `Seed ${chosenSeed} asks the same questions again.` : "A new seed will be drawn, so that other questions are asked."}{" "}
      {seed != null && !chosenSeed && (
        <Button size="small" color="inherit" onClick={() => change({ seed: String(seed) })} sx={{ my: -0.5 }}>
          Use its seed {seed}
        </Button>
      )}
    </Alert>
  );
}
