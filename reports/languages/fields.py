"""Names of metadata that the program itself gave: groups, and fields of films. Those of standards stay as they are."""

from __future__ import annotations

GROUP, FIELD = "item.metadata.group", "item.metadata.field"
OWN_FIELDS = frozenset({"container", "video"})
"""Groups whose fields the program named."""

_KEYS = (
    f"{GROUP}.summary",
    f"{GROUP}.container",
    f"{GROUP}.container tags",
    f"{GROUP}.video",
    f"{GROUP}.video tags",
    f"{FIELD}.format",
    f"{FIELD}.declared duration",
    f"{FIELD}.codec",
    f"{FIELD}.width",
    f"{FIELD}.height",
    f"{FIELD}.pixel format",
    f"{FIELD}.frames per second",
    f"{FIELD}.declared frames",
    f"{FIELD}.display orientation (EXIF numbering)",
    f"{FIELD}.tracks",
)
_SPANISH = (
    "resumen",
    "contenedor",
    "etiquetas del contenedor",
    "vídeo",
    "etiquetas del vídeo",
    "formato",
    "duración declarada",
    "códec",
    "anchura",
    "altura",
    "formato de píxeles",
    "fotogramas por segundo",
    "fotogramas declarados",
    "orientación al mostrarse (numeración EXIF)",
    "pistas",
)
_PORTUGUESE = (
    "resumo",
    "contêiner",
    "etiquetas do contêiner",
    "vídeo",
    "etiquetas do vídeo",
    "formato",
    "duração declarada",
    "codec",
    "largura",
    "altura",
    "formato de pixels",
    "quadros por segundo",
    "quadros declarados",
    "orientação ao ser mostrado (numeração EXIF)",
    "faixas",
)

TEXTS: dict[str, dict[str, str]] = {
    "en": {key: key.removeprefix(f"{GROUP}.").removeprefix(f"{FIELD}.") for key in _KEYS},
    "es": dict(zip(_KEYS, _SPANISH, strict=True)),
    "pt": dict(zip(_KEYS, _PORTUGUESE, strict=True)),
}
