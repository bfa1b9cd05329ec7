/** Where a sample comes from, what it cost, and what was thought of it. */
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Fragment, type ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { Moment } from "@/components/moment";
import type { Sample, SampleShown } from "@/lib/api/samples";
import { count, milliseconds, percent, plain, sentence, usd } from "@/lib/format";
import { scoreText } from "./score";

type Row = readonly [name: string, value: ReactNode];

export function SampleMeta({ sample }: { sample: Sample & Pick<Partial<SampleShown>, "versions"> }) {
  return (
    <Stack spacing={1.5}>
      {sample.findings.length > 0 && <Findings sample={sample} />}
      <Rows rows={[...opinions(sample), ...provenance(sample), ...costs(sample)].filter(([, value]) => value != null)} />
      {(sample.versions?.length ?? 0) > 1 && <Versions versions={sample.versions ?? []} />}
    </Stack>
  );
}

function Findings({ sample: { findings, verdict } }: { sample: Sample }) {
  return (
    <Alert severity={verdict === "rejected" ? "error" : "warning"} variant="outlined" icon={false}>
      <Box component="ul" sx={{ m: 0, pl: 2 }}>
        {findings.map(({ check, reason, message }, place) => (
          <li key={place}>
            {message} <Typography component="span" variant="body2" color="textSecondary">({plain(check === reason ? check : `${check}: ${reason}`)})</Typography>
          </li>
        ))}
      </Box>
    </Alert>
  );
}

function opinions(sample: Sample): Row[] {
  const judged = Object.entries(sample.scores ?? {});
  return [
    ["Refused because", sample.reason && plain(sample.reason)],
    ["Score", sample.score == null ? null : scoreText(sample.score)],
    ["Judge", judged.length ? judged.map(([name, score]) => `${plain(name)} ${scoreText(score)}`).join(", ") : null],
    ["Rejected because", sample.review === "rejected" ? sample.review_reason : null],
    ["Reviewed", sample.reviewed_at ? <><Moment at={sample.reviewed_at} />{by(sample.reviewed_by)}</> : null],
    ["Edited", sample.edited_at ? <><Moment at={sample.edited_at} />{by(sample.edited_by)}{sample.origin === "enrichment" && " (enrichment)"}</> : null],
  ];
}

function provenance(sample: Sample): Row[] {
  return [
    ["Batch", <Link key="batch" component={RouterLink} to={`/batches/${sample.batch_id}`}>{sample.batch_id}</Link>],
    ["Item, attempt", `${sample.item}, ${sample.attempt ?? "–"}`],
    ["Template", `${sample.template}, version ${sample.template_version}`],
    ["Topic", sample.topic],
    ["Difficulty", sample.difficulty],
    ["Provider, model", sample.provider ? `${sample.provider}, ${sample.model ?? "–"}` : null],
    ["Weights (SHA-256)", sample.model_sha256 ? <Code>{sample.model_sha256}</Code> : null],
    ["Seed", sample.seed ?? null],
    ["Source", sample.source_ref],
    ["Prompt hash", sample.prompt_hash ? <Code>{sample.prompt_hash}</Code> : null],
    ["Made", <Moment key="made" at={sample.created_at} />],
    ["Sample", <Code key="id">{sample.sample_id}</Code>],
  ];
}

function costs({ prompt_tokens, completion_tokens, cached_tokens, cost_usd, judge_tokens, judge_cost_usd, latency_ms }: Sample): Row[] {
  const cached = cached_tokens && prompt_tokens ? `, ${percent(cached_tokens / prompt_tokens)} of the prompt cached` : "";
  return [
    ["Tokens", prompt_tokens == null ? null : `${count(prompt_tokens)} in, ${count(completion_tokens)} out${cached}`],
    ["Cost", cost_usd == null ? null : usd(cost_usd)],
    ["Judge", judge_tokens ? `${count(judge_tokens)} tokens${judge_cost_usd == null ? "" : `, ${usd(judge_cost_usd)}`}` : null],
    ["Latency", latency_ms == null ? null : milliseconds(latency_ms)],
  ];
}

function Rows({ rows }: { rows: Row[] }) {
  return (
    <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "minmax(84px, auto) minmax(0, 1fr)", columnGap: 2, rowGap: 0.5, fontSize: "0.875rem" }}>
      {rows.map(([name, value], place) => (
        <Fragment key={`${name}${place}`}>
          <Typography component="dt" variant="body2" color="textSecondary">
            {name}
          </Typography>
          <Box component="dd" sx={{ m: 0, overflowWrap: "anywhere" }}>
            {value}
          </Box>
        </Fragment>
      ))}
    </Box>
  );
}

function Versions({ versions }: { versions: SampleShown["versions"] }) {
  return (
    <Box>
      <Typography variant="body2" color="textSecondary">Versions</Typography>
      <Box component="ol" sx={{ m: 0, pl: 3, fontSize: "0.875rem" }}>
        {versions?.map(({ version, origin, edited_at, edited_by }) => (
          <li key={version} value={version}>
            {sentence(origin)}
            {edited_at && <>, <Moment at={edited_at} /></>}
            {by(edited_by)}
          </li>
        ))}
      </Box>
    </Box>
  );
}

function Code({ children }: { children: string }) {
  return <Box component="code" sx={{ fontSize: "0.8125rem" }}>{children}</Box>;
}

function by(name: string | null | undefined): string {
  return name ? ` by ${name}` : "";
}
