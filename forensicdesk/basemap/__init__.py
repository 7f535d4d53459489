"""Base maps that a unit supplies as a file: MBTiles or GeoJSON, read in a confined child process."""
