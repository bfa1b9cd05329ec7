/** An address that leads nowhere. */
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { Empty } from "@/components/states";
import { Page } from "@/components/page";

export function NotFound() {
  return (
    <Page title="Nothing here">
      <Empty title="There is no page at this address" action={<Button component={Link} to="/" variant="contained">To the overview</Button>} />
    </Page>
  );
}
