"""Word files: text in reading order, automatic numbers as Word prints them, everything beside the text named."""
