"""Shape and wording of what people type about platforms, by noun."""
