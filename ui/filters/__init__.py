"""The gallery's filter: chips over every column, a text box, groups, and what is kept by name."""
