"""English: enough to show that nothing outside the packs knows a language."""
