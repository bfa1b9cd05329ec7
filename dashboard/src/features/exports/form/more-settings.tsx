/** What is rarely set: fields, system prompt, rows of a file, language. Folded, unless something in it is wrong. */
import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import TextField, { type TextFieldProps } from "@mui/material/TextField";
import { useState } from "react";
import { Fold } from "../fold";
import { formatOf } from "../model/words";
import { ColumnsField } from "./columns-field";
import { useForm } from "./form-context";
import { RolesField } from "./roles-field";

const PLACES = ["/fields", "/system_prompt", "/shard_rows", "/language"];

export function MoreSettings() {
  const { form, change, faultAt } = useForm();
  const [wanted, setWanted] = useState(form.columns !== null || form.systemPrompt !== "" || Object.keys(form.roles).length > 0);
  const isChat = formatOf(form.format).roles.length > 0;
  const open = wanted || PLACES.some((place) => faultAt(place) !== null);
  return (
    <Fold title="More" holds={isChat ? "fields, system prompt, rows of a file, language" : "fields, rows of a file, language"} open={open} onOpen={setWanted}>
      <Stack spacing={2.5}>
        {isChat ? <RolesField roles={formatOf(form.format).roles} /> : <ColumnsField />}
        {isChat && (
          <Field
            place="/system_prompt"
            label="System prompt"
            hint="In front of every conversation, in place of its own. Left out: as the sample has it."
            multiline
            minRows={2}
            maxRows={10}
            value={form.systemPrompt}
            onChange={(event) => change({ systemPrompt: event.target.value })}
          />
        )}
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(2, minmax(0, 1fr))" } }}>
          <Field
            place="/shard_rows"
            label="Rows of a file, at most"
            hint={`Left out: ${form.format === "parquet" || form.format === "batch_zip" ? "100,000" : "no bound"}.`}
            type="number"
            value={form.shardRows}
            onChange={(event) => change({ shardRows: event.target.value })}
          />
          <Field place="/language" label="Language" hint="Two or three letters such as en, for the dataset card." value={form.language} onChange={(event) => change({ language: event.target.value })} />
        </Box>
      </Stack>
    </Fold>
  );
}

function Field({ place, hint, ...field }: TextFieldProps & { place: string; hint: string }) {
  const fault = useForm().faultAt(place);
  return <TextField {...field} error={fault !== null} helperText={fault ?? hint} />;
}
