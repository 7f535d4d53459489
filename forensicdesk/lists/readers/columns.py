"""What the titles of columns mean, whatever their spelling."""

from __future__ import annotations

import re

from forensicdesk.lists.readers.carried import CARRIED, PERCEPTUAL

_PLAIN = re.compile(r"[^a-z0-9]")

_TITLES = {
    "md5": ("md5", "md5hash", "hashmd5", "md5sum", "md5digest", "v1hash", "v3hash", "v4hash"),
    "sha1": ("sha1", "sha1hash", "hashsha1", "sha1sum", "sha1digest"),
    "sha256": ("sha256", "sha256hash", "hashsha256", "sha256sum", "sha256digest", "sha2256"),
    "pdq": ("pdq", "pdqhash", "hashpdq", "pdqhex", "imagepdq"),
    "sha384": ("sha384", "hashsha384", "sha384hash"),
    "sha512": ("sha512", "hashsha512", "sha512hash"),
    "whirlpool": ("whirlpool",),
    "tiger": ("tiger",),
    "edonkey": ("edonkey", "ed2k"),
    "md5_512": ("md5512",),
    "md5_64k": ("md564k",),
    "photodna": ("photodna", "pdna", "photodnahash", "hashphotodna"),
    "phash": ("phash", "perceptualhash"),
    "dhash": ("dhash", "differencehash"),
    "ahash": ("ahash", "averagehash"),
    "whash": ("whash", "wavelethash"),
    "hash": ("hash", "hashes", "digest", "value", "hashvalue", "checksum", "signal", "indicator", "tdrawindicator"),
    "type": ("type", "hashtype", "signaltype", "algorithm", "tdindicatortype"),
    "quality": ("quality", "pdqquality", "qualityscore"),
    "name": ("name", "filename", "file", "path", "filepath", "relativefilepath"),
    "category": ("category", "cat", "categoryid", "categorynumber", "classification"),
    "label": ("label", "labels", "tag", "tags", "categoryname"),
    "comment": ("comment", "comments", "note", "notes", "remark", "description"),
    "frame": ("frame", "framenumber", "frameno", "frameindex", "framenum"),
    "time": ("time", "timestamp", "times", "timesec", "seconds", "timeseconds", "timestamps", "offset"),
    "film": ("film", "video", "filmname", "videoname", "videoid", "filmid", "movie"),
    "reference": ("mediaid", "imageid", "entryid", "id"),
}
_KIND = {spelling: kind for kind, spellings in _TITLES.items() for spelling in spellings}

VALUE_KINDS = ("md5", "sha1", "sha256", "pdq", "hash", *CARRIED)
"""Kinds of columns that hold hash values."""

MAPPED_KINDS = (
    *("md5", "sha1", "sha256", "pdq", "photodna", *PERCEPTUAL),
    *("quality", "name", "category", "label", "comment", "reference", "ignore"),
)
"""What a person may say that a column holds."""


def kind_of_title(title: str) -> str | None:
    """What a column with this title holds; None if its title says nothing known. Case and hyphens do not matter."""
    return _KIND.get(_PLAIN.sub("", title.strip().lower()))
