"""Publishing: `build/` becomes `site/`; data files, schemas and the intake of new issues."""
