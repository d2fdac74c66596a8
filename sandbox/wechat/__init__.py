"""WeChat official accounts: tokens, media, drafts, publishing, figures and the reader's page."""
