/** Whether worker, database, disk and providers are well, in words; what is not well says what to do. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { Panel } from "@/components/page";
import { Gauge } from "@/components/quota-gauge";
import { Shown } from "@/components/states";
import { useProviders, type Provider } from "@/lib/api/providers";
import { useHealth } from "@/lib/api/service";

const WORKER = {
  running: ["well", "at work"],
  idle: ["well", "idle, waits for a batch"],
  absent: ["ill", "absent: start Gristmill again"],
} as const;
const DATABASE = { ok: ["well", "answers"], busy: ["warn", "busy"], unreachable: ["ill", "cannot be reached"] } as const;
const STORAGE = { ok: ["well", "enough space"], low: ["ill", "nearly full: batches are paused until there is space"] } as const;

export function ServiceHealth() {
  const health = useHealth();
  const providers = useProviders();
  return (
    <Panel title="Service">
      <Stack spacing={1.5}>
        <Shown query={health}>
          {(now) => (
            <Stack component="dl" spacing={0.5} sx={{ m: 0 }}>
              <State name="Worker" state={WORKER[now.worker]} />
              <State name="Database" state={DATABASE[now.database]} />
              <State name="Disk" state={STORAGE[now.storage]} />
            </Stack>
          )}
        </Shown>
        <Shown query={providers}>{(page) => page.providers.map((one) => <ProviderState key={one.name} provider={one} isDefault={one.name === page.default} />)}</Shown>
      </Stack>
    </Panel>
  );
}

const COLOURS = { well: "success.main", warn: "warning.main", ill: "error.main" } as const;

function State({ name, state: [how, words] }: { name: string; state: readonly [keyof typeof COLOURS, string] }) {
  return (
    <Stack direction="row" sx={{ gap: 1, alignItems: "baseline" }}>
      <Typography component="dt" variant="body2" color="textSecondary" sx={{ width: 76, flexShrink: 0 }}>
        {name}
      </Typography>
      <Box aria-hidden sx={{ width: 8, height: 8, borderRadius: how === "well" ? "50%" : 0, bgcolor: COLOURS[how], flexShrink: 0 }} />
      <Typography component="dd" variant="body2" sx={{ m: 0 }}>
        {words}
      </Typography>
    </Stack>
  );
}

function ProviderState({ provider, isDefault }: { provider: Provider; isDefault: boolean }) {
  if (!provider.configured && !isDefault) return null;
  const { limits, used } = provider;
  return (
    <Box>
      <Typography variant="h3" sx={{ overflowWrap: "anywhere" }}>
        {provider.name} {isDefault && <Typography component="span" variant="body2" color="textSecondary">default</Typography>}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere", mb: 0.5 }}>
        {provider.remedy ?? (provider.demo ? "built-in demo model, no key needed" : provider.default_model)}
      </Typography>
      {limits.requests_per_minute != null && <Gauge name="Requests, last minute" unit="requests" used={used.minute.requests} limit={limits.requests_per_minute} />}
      {limits.tokens_per_minute != null && <Gauge name="Tokens, last minute" unit="tokens" used={used.minute.tokens} limit={limits.tokens_per_minute} />}
    </Box>
  );
}
