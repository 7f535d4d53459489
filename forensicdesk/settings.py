"""The numbers that bound the work. None of them changes a result; the timeouts decide what is given up."""

from __future__ import annotations

JOB_BASE_TIMEOUT_S = 20.0
"""Every item may take this much of a processor's time …"""

JOB_TIMEOUT_S_PER_MB = 2.0
"""… and this much more for every million bytes …"""

JOB_TIMEOUT_S_PER_PASSWORD = 30.0
"""… and this much more for each password given: backups of phones ask for millions of rounds before one is refused …"""

JOB_WALL_FACTOR = 5.0
"""… and so many times as long by the clock: a busy machine is no fault of the item, but a child may also just wait."""

CHILD_MEMORY_BYTES = 4 * 1024**3
"""Address space of one child process, where the system can limit it."""

CHILD_OPEN_FILES = 64
"""So many files and pipes a child can have open at a time; it needs about ten."""

CHILD_MAX_JOBS = 5_000
"""A child process is replaced after so many items, so that a library's leak stays small."""

JOBS_IN_FLIGHT_PER_WORKER = 32
"""So many items are handed out ahead for each child: enough to bridge a database write, little memory."""

POOL_STALL_S = 90.0
"""If nothing comes back for this long beyond the longest timeout handed out, the children are replaced."""

CREW_START_ATTEMPTS = 3
"""So often new children are tried, after all had ended at once, before the run is given up with a clear sentence …"""

CREW_START_TIMEOUT_S = 60.0
"""… and so long each attempt may take."""

EMBEDDED_DEPTH = 2
"""Files inside files are followed so deep: a camera's raw file, the preview in it, the thumbnail in that."""

BATCH_ITEMS = 200
"""Results are written in one transaction for so many items …"""

BATCH_SECONDS = 1.0
"""… or after so many seconds, whichever comes first."""

WALK_BATCH_ITEMS = 1_000
"""Files met on the walk are entered into the ledger in one transaction for so many, or after `BATCH_SECONDS`."""

MEDIA_NAME_ENDINGS = frozenset(
    {
        ".3g2", ".3gp", ".apng", ".arw", ".asf", ".avi", ".avif", ".bmp", ".cr2", ".cr3", ".dng", ".flv", ".gif",
        ".heic", ".heif", ".insv", ".jfif", ".jp2", ".jpe", ".jpeg", ".jpg", ".jxl", ".m2ts", ".m4v", ".mkv", ".mov",
        ".mp4", ".mpeg", ".mpg", ".mts", ".nef", ".orf", ".png", ".raf", ".rm", ".rmvb", ".rw2", ".thm", ".tif",
        ".tiff", ".vob", ".webm", ".webp", ".wmv",
    }
)  # fmt: skip
"""Name endings that promise a picture or film. Used only to remark on files whose content is neither."""

FEED_JOBS = 2_000
"""So many waiting items are read from the case at a time …"""

FEED_S = 0.5
"""… and anew if after so many seconds containers have brought some, since these may be due earlier."""

RECORD_CHARACTERS = 1 << 22
"""A record of another program's document is kept word for word up to so many characters."""

RECORD_DEPTH = 60
"""… and with brackets so deep within each other: what reads it again goes down by calls."""

LISTING_PAGE_ENTRIES = 1_000
"""The entries of a container are handed over in pages of so many …"""

LISTING_PAGE_BYTES = 1 << 24
"""… fewer where the records of another program's document have more bytes than this …"""

LISTING_PAGE_S = 1.0
"""… or of what was found in so many seconds …"""

LISTING_PAGE_TIMEOUT_S = 300.0
"""… and a reader that gives no page for so long is ended."""

LISTING_ATTEMPTS = 2
"""A container is given up when its reader has ended so often."""

CONTAINER_DEPTH = 12
"""Containers in containers are opened so deep; an image of a disk alone takes three: image, volume, file system."""

UNPACKING_KINDS = frozenset({"zip", "tar", "gzip", "bzip2", "xz", "zstd", "7z", "rar", "android-backup"})
"""Kinds of containers whose files may be larger than they are (in tar archives those with holes). What those in one
file of the exhibit unpack to may come to …"""

UNFOLDED_BYTES = 256 * 1024**3
"""… so many bytes …"""

UNFOLDED_RATIO = 200
"""… and this many times the length of that file more …"""

UNFOLDED_ENTRIES = 10_000_000
"""… and what containers of every kind in it hold to so many entries …"""

UNFOLDED_ENTRIES_PER_BYTE = 1 / 32
"""… and this many for each of its bytes more: an entry of an archive takes more room than that."""

VIEW_TIMEOUT_S = 20.0
"""So long one picture, or one page of a film's frames, may take that somebody waits for; then its process is ended."""
