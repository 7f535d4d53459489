"""What reports say of decisions of examiners, in every language; the rest stands in the files of the languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "summary.decided": "What examiners decided",
        "summary.decided.text": "Every category was set by a person; the program sets none. Scheme: {scheme}.",
        "summary.decided.none": "No category yet",
        "summary.decided.code": "Code",
        "summary.decided.label": "Category",
        "summary.decided.items": "Items",
        "summary.decided.disputed": "Two examiners differ on {count} items, and no supervisor has settled it.",
        "summary.decided.agreement": "A second examiner, who did not see the categories of the first, read "
        "{items} items: {same} have the same category (kappa by Cohen {kappa}).",
        "item.decision": "Category",
        "item.decision.none": "no examiner has decided",
        "item.decision.value": "{code}: {label}; by {examiner} on {at}",
        "item.decision.disputed": "{decision}; a second examiner chose another category",
        "item.note": "Note",
        "item.tag": "Tag",
        "item.same": "Said to show the same as item",
        "item.different": "Said not to show the same as item",
    },
    "es": {
        "summary.decided": "Qué decidieron los peritos",
        "summary.decided.text": "Cada categoría la fijó una persona; el programa no fija ninguna. Esquema: {scheme}.",
        "summary.decided.none": "Todavía sin categoría",
        "summary.decided.code": "Código",
        "summary.decided.label": "Categoría",
        "summary.decided.items": "Elementos",
        "summary.decided.disputed": "Dos peritos difieren en {count} elementos, y ningún supervisor lo ha resuelto.",
        "summary.decided.agreement": "Un segundo perito, que no vio las categorías del primero, revisó "
        "{items} elementos: {same} tienen la misma categoría (kappa de Cohen {kappa}).",
        "item.decision": "Categoría",
        "item.decision.none": "ningún perito ha decidido",
        "item.decision.value": "{code}: {label}; por {examiner} el {at}",
        "item.decision.disputed": "{decision}; un segundo perito eligió otra categoría",
        "item.note": "Nota",
        "item.tag": "Etiqueta",
        "item.same": "Según el perito, muestra lo mismo que el elemento",
        "item.different": "Según el perito, no muestra lo mismo que el elemento",
    },
    "pt": {
        "summary.decided": "O que os peritos decidiram",
        "summary.decided.text": "Cada categoria foi definida por uma pessoa; o programa não define nenhuma. "
        "Esquema: {scheme}.",
        "summary.decided.none": "Ainda sem categoria",
        "summary.decided.code": "Código",
        "summary.decided.label": "Categoria",
        "summary.decided.items": "Itens",
        "summary.decided.disputed": "Dois peritos divergem em {count} itens, e nenhum supervisor resolveu "
        "a divergência.",
        "summary.decided.agreement": "Um segundo perito, que não viu as categorias do primeiro, revisou "
        "{items} itens: {same} têm a mesma categoria (kappa de Cohen {kappa}).",
        "item.decision": "Categoria",
        "item.decision.none": "nenhum perito decidiu",
        "item.decision.value": "{code}: {label}; por {examiner} em {at}",
        "item.decision.disputed": "{decision}; um segundo perito escolheu outra categoria",
        "item.note": "Nota",
        "item.tag": "Etiqueta",
        "item.same": "Segundo o perito, mostra o mesmo que o item",
        "item.different": "Segundo o perito, não mostra o mesmo que o item",
    },
}
