"""What the pages of a batch say, in the languages of the program."""

from __future__ import annotations

LANGUAGES = ("en", "es", "pt")

_ROWS: dict[str, tuple[str, str, str]] = {
    "status": ("Batch: where it stands", "Lote: estado", "Lote: situação"),
    "summary": ("Batch: summary", "Lote: resumen", "Lote: resumo"),
    "queue": ("Queue", "Cola", "Fila"),
    "running": ("At work", "En marcha", "Em execução"),
    "stopped": ("Not at work", "Detenido", "Parado"),
    "updated": ("As of", "Actualizado", "Atualizado em"),
    "started": ("Begun", "Inicio", "Início"),
    "job": ("Job", "Trabajo", "Trabalho"),
    "stage": ("State", "Estado", "Estado"),
    "priority": ("Priority", "Prioridad", "Prioridade"),
    "progress": ("Progress", "Avance", "Andamento"),
    "why": ("Why not done", "Por qué no está hecho", "Por que não está feito"),
    "attempts": ("Attempts", "Intentos", "Tentativas"),
    "seen": ("Files", "Ficheros", "Ficheiros"),
    "media": ("Pictures and films", "Imágenes y películas", "Imagens e filmes"),
    "analysed": ("Analysed", "Analizados", "Analisados"),
    "failed_items": ("Failed items", "Elementos con error", "Itens com erro"),
    "contents": ("Distinct contents", "Contenidos distintos", "Conteúdos distintos"),
    "matches": ("Matches", "Coincidencias", "Correspondências"),
    "time": ("Time", "Duración", "Duração"),
    "reports": ("Report files", "Ficheros de informe", "Ficheiros de relatório"),
    "list": ("Hash list", "Lista de hashes", "Lista de hashes"),
    "role": ("Role", "Función", "Função"),
    "hits": ("Matches by list", "Coincidencias por lista", "Correspondências por lista"),
    "jobs_hit": ("Cases with matches", "Casos con coincidencias", "Casos com correspondências"),
    "failures": ("Jobs that are not done", "Trabajos sin terminar", "Trabalhos não concluídos"),
    "none": ("None.", "Ninguno.", "Nenhum."),
    "total": ("Total", "Total", "Total"),
    "leads": (
        "A match is a lead, not an identification.",
        "Una coincidencia es un indicio, no una identificación.",
        "Uma correspondência é um indício, não uma identificação.",
    ),
    "stage.pending": ("to be done", "pendiente", "pendente"),
    "stage.running": ("running", "en curso", "em curso"),
    "stage.waiting": ("waiting", "en espera", "em espera"),
    "stage.done": ("done", "hecho", "feito"),
    "stage.done_with_differences": (
        "done, some items failed",
        "hecho, con elementos fallidos",
        "feito, com itens com erro",
    ),
    "stage.failed": ("failed", "fallido", "falhou"),
    "cause.missing": ("something is missing", "falta algo", "falta algo"),
    "cause.disk_full": ("disk full", "disco lleno", "disco cheio"),
    "cause.locked": ("case open elsewhere", "caso abierto en otro programa", "caso aberto noutro programa"),
    "cause.interrupted": ("interrupted", "interrumpido", "interrompido"),
    "cause.crashed": ("process ended", "proceso terminado", "processo terminado"),
    "cause.environment": ("workstation", "equipo", "estação"),
    "cause.refused": ("refused", "rechazado", "recusado"),
    "cause.not_as_acquired": ("not as acquired", "no es lo adquirido", "não é o adquirido"),
    "cause.order": ("order not understood", "orden no entendida", "ordem não entendida"),
}


class Words:
    """The words of one language.

    Args:
        language: one of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str) -> str:
        """The words of a key."""
        return _ROWS[key][self._column]
