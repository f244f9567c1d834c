"""The few helpers that know nothing of the product: errors, time, access, commands, ticks."""
