/** What a reply has to pass, in order. */
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { memo } from "react";
import { counted, plain } from "@/lib/format";
import type { Update } from "../draft/use-draft";
import { CHECKS, emptyCheck, settingsOf } from "../model/checks";
import type { Faults } from "../model/faults";
import type { Check, CheckRow } from "../model/form";
import { CheckSetting } from "./check-setting";
import { Choice } from "./fields";
import { Line, Rows } from "./rows";
import { Section } from "./section";

interface ChecksSectionProps {
  checks: CheckRow[];
  names: readonly string[];
  parameters: readonly string[];
  update: Update;
  faults: Faults;
}

const OPTIONS = (Object.keys(CHECKS) as Check["check"][]).map((check) => [check, plain(check)] as const);
const ACTIONS = [
  ["reject", "Reject"],
  ["warn", "Keep, with a finding"],
] as const;

export const ChecksSection = memo(function ChecksSection({ checks, names, parameters, update, faults }: ChecksSectionProps) {
  const summary = checks.length ? `${counted(checks.length, "check")}: ${checks.map((row) => plain(row.check)).join(", ")}` : "only what is always checked";
  return (
    <Section id="checks" title="Checks" summary={summary} faults={faults}>
      <Rows
        rows={checks}
        noun="check"
        nameOf={(_, at) => String(at + 1)}
        onChange={(rows) => update("checks", rows)}
        make={() => emptyCheck()}
        faultOf={(row, at) => faults.rest(`/checks/${at}`, ["check", "action", ...settingsOf(row)])}
      >
        {(row, change, at) => (
          <Stack spacing={1.5}>
            <Typography variant="body2" color="textSecondary">
              {at + 1}. {CHECKS[row.check].asks}
            </Typography>
            <Line min={150}>
              <Choice
                label="Check"
                pointer={`/checks/${at}/check`}
                value={row.check}
                onChange={(check) => change({ check: check as Check["check"] })}
                fault={faults.at(`/checks/${at}/check`)}
                options={OPTIONS}
              />
              <Choice
                label="If it finds something"
                pointer={`/checks/${at}/action`}
                value={row.action}
                onChange={(action) => change({ action: action as CheckRow["action"] })}
                fault={faults.at(`/checks/${at}/action`)}
                options={ACTIONS}
              />
              {settingsOf(row).map((setting) => (
                <CheckSetting key={setting} setting={setting} row={row} path={`/checks/${at}`} change={change} names={names} parameters={parameters} faults={faults} />
              ))}
            </Line>
          </Stack>
        )}
      </Rows>
    </Section>
  );
});
