"""From a case to its report: `building` makes the complete model, `writing` renders it and writes the files."""
