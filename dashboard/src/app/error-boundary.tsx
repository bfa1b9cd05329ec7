/** A fault in one page must not take the others with it. */
import Box from "@mui/material/Box";
import { Component, type ReactNode } from "react";
import { Failure } from "@/components/states";

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <Box sx={{ p: 3 }}>
        <Failure error={this.state.error} onRetry={() => this.setState({ error: null })} />
      </Box>
    );
  }
}
