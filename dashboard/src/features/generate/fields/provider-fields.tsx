/** Who generates, and with which model. */
import Alert from "@mui/material/Alert";
import Autocomplete from "@mui/material/Autocomplete";
import Box from "@mui/material/Box";
import ListItemText from "@mui/material/ListItemText";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import { DemoChip } from "@/components/status-chip";
import { NotLoaded } from "@/components/states";
import { useProviders, type Provider, type ProviderName } from "@/lib/api/providers";
import { useForm, useGenerate } from "../generate-context";
import { fieldId } from "../model/faults";
import { Field } from "./field";

/** The provider that an order goes to; null until it is known. */
export function useChosenProvider(): Provider | null {
  const name = useForm((form) => form.provider);
  const { data } = useProviders();
  return data?.providers.find((one) => one.name === (name || data.default)) ?? null;
}

export function ProviderFields() {
  const { change } = useGenerate();
  const name = useForm((form) => form.provider);
  const query = useProviders();
  const chosen = useChosenProvider();
  return (
    <Stack spacing={2}>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" } }}>
        <Field
          place="/provider"
          select
          label="Provider"
          value={name}
          onChange={(event) => change({ provider: event.target.value as ProviderName | "", model: "" })}
          slotProps={{ select: { displayEmpty: true, renderValue: (value) => (value as string) || usual(query.data?.default) }, inputLabel: { shrink: true } }}
          helperText={chosen?.remedy ?? undefined}
        >
          <MenuItem value="">{usual(query.data?.default)}</MenuItem>
          {name && !query.data && <MenuItem value={name}>{name}</MenuItem>}
          {(query.data?.providers ?? []).map((one) => (
            <MenuItem key={one.name} value={one.name} disabled={!one.configured} sx={{ maxWidth: "26rem", "&.Mui-disabled": { opacity: 1 } }}>
              <ListItemText primary={one.name} secondary={one.remedy ?? (one.demo ? "Demo data: shows the pipeline" : undefined)} sx={{ whiteSpace: "normal" }} />
            </MenuItem>
          ))}
        </Field>
        <ModelField provider={chosen} />
      </Box>
      {query.isError && !query.data && <NotLoaded error={query.error} onRetry={() => void query.refetch()} />}
      {chosen?.demo && (
        <Alert severity="info" variant="outlined" action={<DemoChip />} sx={{ alignItems: "center" }}>
          This is the built-in demo model. Its samples show how Gristmill works and must not be trained on.
        </Alert>
      )}
    </Stack>
  );
}

function usual(name: string | undefined): string {
  return name ? `Default (${name})` : "Default";
}

function ModelField({ provider }: { provider: Provider | null }) {
  const { change } = useGenerate();
  const model = useForm((form) => form.model);
  const usualModel = provider?.default_model;
  return (
    <Autocomplete
      id={fieldId("/model")}
      freeSolo
      options={provider?.models ?? []}
      inputValue={model}
      onInputChange={(_, text) => change({ model: text })}
      renderInput={(params) => (
        <Field {...params} place="/model" label="Model" helperText={usualModel ? `Left out: ${usualModel}.` : provider && "This provider has no default: name a model."} />
      )}
    />
  );
}
