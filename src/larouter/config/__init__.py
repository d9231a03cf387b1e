"""Settings (file, environment, flags) and the catalogue of models: what people type."""
