"""The pages that bring everything together, and the demo."""
