/** Why an edit was not saved, where it is not one field's fault. */
import Alert from "@mui/material/Alert";
import AlertTitle from "@mui/material/AlertTitle";
import Button from "@mui/material/Button";
import { Failure } from "@/components/states";
import { Problem } from "@/lib/problem";

interface EditProblemProps {
  problem: unknown;
  onRetry: () => void;
  onShow: (sampleId: string) => void;
}

export function EditProblem({ problem, onRetry, onShow }: EditProblemProps) {
  if (!problem) return null;
  const other = problem instanceof Problem && problem.isOf("duplicate-content") ? problem.extra.sample_id : null;
  if (problem instanceof Problem && typeof other === "string") {
    return (
      <Alert
        severity="error"
        variant="outlined"
        action={
          <Button color="inherit" size="small" onClick={() => onShow(other)}>
            Show it
          </Button>
        }
      >
        <AlertTitle>{problem.title}</AlertTitle>
        {problem.detail}
      </Alert>
    );
  }
  return <Failure error={problem} onRetry={onRetry} />;
}
