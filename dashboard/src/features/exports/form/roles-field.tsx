/** For chats: which field of a sample is said by whom. What is left out is read from the usual names of fields. */
import Box from "@mui/material/Box";
import FormHelperText from "@mui/material/FormHelperText";
import Typography from "@mui/material/Typography";
import { sentence } from "@/lib/format";
import { escaped } from "../model/columns";
import { FieldName } from "./field-name";
import { useForm } from "./form-context";

export function RolesField({ roles }: { roles: readonly string[] }) {
  const { form, change, faultAt, exactFaultAt } = useForm();
  const fault = exactFaultAt("/fields");
  return (
    <Box role="group" aria-label="Fields that are spoken">
      <Typography variant="h3" component="p" sx={{ mb: 1.25 }}>
        Fields that are spoken
      </Typography>
      <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "repeat(3, minmax(0, 1fr))" } }}>
        {roles.map((role) => (
          <FieldName key={role} label={sentence(role)} value={form.roles[role] ?? ""} onChange={(field) => change({ roles: { ...form.roles, [role]: field } })} fault={faultAt(`/fields/${escaped(role)}`)} />
        ))}
      </Box>
      <FormHelperText error={fault !== null} sx={{ mx: 0 }}>
        {fault ?? "Left out: read from the usual names, such as question and answer, with the reasoning in front of the answer."}
      </FormHelperText>
    </Box>
  );
}
