/** Which of the chosen samples may leave: by a person's decision, and whether demo data may. */
import Alert from "@mui/material/Alert";
import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormLabel from "@mui/material/FormLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import Stack from "@mui/material/Stack";
import Switch from "@mui/material/Switch";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { reviewOf } from "../model/form";
import { REVIEW_RULES, type Reviewed } from "../model/words";
import { useForm } from "./form-context";

export function LeavePanel() {
  const { form, change } = useForm();
  const decided = form.filter.review;
  return (
    <Panel title="What may leave">
      <Stack spacing={1.5}>
        <FormControl disabled={decided !== undefined}>
          <FormLabel id="review-rule" sx={{ fontSize: "0.8125rem" }}>
            Decision of a person
          </FormLabel>
          <RadioGroup aria-labelledby="review-rule" value={decided ? "" : reviewOf(form)} onChange={(_, rule) => change({ review: rule as Reviewed })}>
            {REVIEW_RULES.map(({ rule, label, meaning }) => (
              <FormControlLabel
                key={rule}
                value={rule}
                control={<Radio size="small" sx={{ py: 0.5 }} />}
                label={
                  <>
                    {label}
                    <Typography component="span" variant="body2" color="textSecondary" sx={{ ml: 1 }}>
                      {meaning}
                    </Typography>
                  </>
                }
              />
            ))}
          </RadioGroup>
        </FormControl>
        {decided && (
          <Typography variant="body2" color="textSecondary">
            The filter above takes {decided} samples only, so that no rule is needed.
          </Typography>
        )}
        <FormControlLabel control={<Switch size="small" checked={form.includeDemo} onChange={(_, includeDemo) => change({ includeDemo })} />} label="Include demo data" sx={{ ml: 0, gap: 1 }} />
        {form.includeDemo && (
          <Alert severity="warning" variant="outlined">
            Samples of the demo model show how the pipeline works. Do not train on them.
          </Alert>
        )}
      </Stack>
    </Panel>
  );
}
