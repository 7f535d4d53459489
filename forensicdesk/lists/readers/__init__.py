"""One module per list format; `table` holds them in the order in which they are tried."""
