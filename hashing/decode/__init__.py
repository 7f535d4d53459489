"""From bytes to pixels: recognise by content, decode pictures and films."""
