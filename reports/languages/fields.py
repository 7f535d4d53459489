"""Names that the program itself gave: groups of metadata, fields of films, indicators. Names of standards stay."""

from __future__ import annotations

GROUP, FIELD, INDICATOR = "item.metadata.group", "item.metadata.field", "item.indicator"
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

_INDICATORS = {
    "bytes-after-end": ("bytes tras el final", "bytes após o fim"),
    "camera": ("cámara", "câmera"),
    "content-credentials": ("credenciales de contenido", "credenciais de conteúdo"),
    "digital-source-type": ("tipo de origen digital", "tipo de origem digital"),
    "editing-software": ("programa de edición", "programa de edição"),
    "gps-altitude": ("altitud GPS", "altitude GPS"),
    "gps-position": ("posición GPS", "posição GPS"),
    "live-photo": ("foto animada (Live Photo)", "foto animada (Live Photo)"),
    "messenger": ("mensajería", "mensageiro"),
    "motion-photo": ("foto en movimiento", "foto em movimento"),
    "serial-number": ("número de serie", "número de série"),
    "signature-extension": ("firma y extensión", "assinatura e extensão"),
    "thumbnail-differs": ("miniatura distinta", "miniatura diferente"),
}
"""What an item tells of itself, in Spanish and Portuguese; English reports print the short names."""


def _indicators(place: int) -> dict[str, str]:
    return {f"{INDICATOR}.{code}": names[place] for code, names in _INDICATORS.items()}


TEXTS: dict[str, dict[str, str]] = {
    "en": {key: key.removeprefix(f"{GROUP}.").removeprefix(f"{FIELD}.") for key in _KEYS}
    | {f"{INDICATOR}.{code}": code for code in _INDICATORS},
    "es": dict(zip(_KEYS, _SPANISH, strict=True)) | _indicators(0),
    "pt": dict(zip(_KEYS, _PORTUGUESE, strict=True)) | _indicators(1),
}
