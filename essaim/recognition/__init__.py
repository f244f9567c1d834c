"""Proof of what was followed and given: certificates, their public check, the record that belongs to the agent."""
