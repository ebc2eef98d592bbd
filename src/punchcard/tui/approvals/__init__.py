"""The Approvals screen: what waits for a lead."""
