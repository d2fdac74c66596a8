"""Floor 7, clause 3.2.2 — secrets under envelope encryption. Owns: Secret. Words: vault 保险箱, Secret 凭据."""
