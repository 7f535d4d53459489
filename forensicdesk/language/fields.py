"""What the program calls fields of metadata that it names itself, and the steps of the work, by their short names.

Names that a standard gave (EXIF, XMP, IPTC, a film's container) stay as they are in every language: with them a field
is found again in other programs. In the summary, whose names are those of the standards as well, the meaning stands
before them.
"""

from __future__ import annotations

from forensicdesk.language.speech import _

SUMMARY = "summary"
"""The group of metadata that the program puts together itself."""
GROUPS = {SUMMARY: _("Summary")}
FIELDS = {
    "Make": _("Camera make"),
    "Model": _("Camera model"),
    "SerialNumber": _("Serial number of the camera"),
    "InternalSerialNumber": _("Internal serial number"),
    "LensMake": _("Lens make"),
    "LensModel": _("Lens model"),
    "LensSerialNumber": _("Serial number of the lens"),
    "Software": _("Program"),
    "HostComputer": _("Computer"),
    "OwnerName": _("Owner"),
    "Artist": _("Author"),
    "Copyright": _("Rights"),
    "ImageUniqueID": _("Number of the picture"),
    "ContentIdentifier": _("Belongs to a film"),
    "Orientation": _("How it was held"),
    "DateTimeOriginal": _("Taken"),
    "DateTimeDigitized": _("Digitised"),
    "DateTime": _("Changed"),
    "SubSecDateTimeOriginal": _("Taken, to the fraction"),
    "SubSecDateTimeDigitized": _("Digitised, to the fraction"),
    "SubSecDateTime": _("Changed, to the fraction"),
    "GPSLatitude": _("Latitude"),
    "GPSLongitude": _("Longitude"),
    "GPSAltitude": _("Altitude"),
    "GPSDateTime": _("Time of the fix"),
    "GPSImgDirection": _("Direction of view"),
}
DATES = {
    "exif:DateTimeOriginal": _("taken"),
    "exif:DateTimeDigitized": _("digitised"),
    "exif:DateTime": _("changed"),
    "exif:GPSDateTime": _("time of the fix"),
    "container:creation_time": _("film begun"),
    "container:modification_time": _("film changed"),
}
STAGES = {
    "read": _("reading"),
    "identify": _("recognising"),
    "decode": _("decoding"),
    "hash": _("hashing"),
    "metadata": _("reading metadata"),
    "thumbnail": _("preview picture"),
    "worker": _("child process"),
}

INDICATORS = {
    "bytes-after-end": _("bytes-after-end"),
    "camera": _("camera"),
    "content-credentials": _("content-credentials"),
    "digital-source-type": _("digital-source-type"),
    "editing-software": _("editing-software"),
    "gps-altitude": _("gps-altitude"),
    "gps-position": _("gps-position"),
    "live-photo": _("live-photo"),
    "messenger": _("messenger"),
    "motion-photo": _("motion-photo"),
    "serial-number": _("serial-number"),
    "signature-extension": _("signature-extension"),
    "thumbnail-differs": _("thumbnail-differs"),
}
"""Short names of what an item tells of itself, which documents and filters use; other languages say what they mean."""


def indicator_name(code: str) -> str:
    """What an item tells of itself, by its short name."""
    return INDICATORS.get(code, code)


def group_name(group: str) -> str:
    """A group of metadata, as people call it where the program made it."""
    return GROUPS.get(group, group)


def field_name(group: str, field: str) -> str:
    """A field of metadata: in the summary its meaning and, behind it, its name; elsewhere its name alone."""
    said = FIELDS.get(field) if group == SUMMARY else None
    return f"{said} ({field})" if said else field


def date_name(kind: str) -> str:
    """What a date is, where its field says it; "" where only the field's own name does."""
    return DATES.get(kind, "")


def stage_name(stage: str) -> str:
    """A step of the work on an item."""
    return STAGES.get(stage, stage)
