"""Shape and wording of what people hand in. Rules live in the actions."""
