"""What reports say of matches that examiners looked at, in every language."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "card.confirmed": "Confirmed by eye",
        "card.confirmed.same": "yes: {examiner} looked at both on {at} and says that they show the same",
        "card.confirmed.different": "no: {examiner} looked at both on {at} and says that they do not show the same",
        "card.confirmed.note": "{said}. Note: {note}",
        "card.confirmed.carried": "{said} (said of version {version} of the list, entry {entry} with the same value)",
        "card.confirmed.no": "not looked at: nothing on record says that a person compared the two",
        "card.confirmed.decided": "not looked at: {examiner} categorised the item on {at}; that the two were compared "
        "is not on record",
        "card.confirmed.dismissed": "not on record that both were looked at; {examiner} said on {at} that it is not a "
        "match",
        "summary.confirmed": "Confirmed by eye: of {pairs} match(es) an examiner looked at both sides of {seen}; "
        "{same} show the same, {different} do not. The other {open} are not confirmed by eye; {leads} of these are "
        "similar pictures or films, which are leads only.",
        "limits.confirmed": "{open} of {pairs} match(es) were not confirmed by eye: nothing on record says that a "
        "person looked at both sides. Of these, {leads} rest on similarity alone.",
    },
    "es": {
        "card.confirmed": "Confirmación visual",
        "card.confirmed.same": "sí: {examiner} vio ambos el {at} y dice que muestran lo mismo",
        "card.confirmed.different": "no: {examiner} vio ambos el {at} y dice que no muestran lo mismo",
        "card.confirmed.note": "{said}. Nota: {note}",
        "card.confirmed.carried": "{said} (dicho de la versión {version} de la lista, entrada {entry} con el mismo "
        "valor)",
        "card.confirmed.no": "no visto: no consta que una persona comparara los dos",
        "card.confirmed.decided": "no visto: {examiner} categorizó el elemento el {at}; no consta que comparara "
        "los dos",
        "card.confirmed.dismissed": "no consta que se vieran ambos; {examiner} dijo el {at} que no es coincidencia",
        "summary.confirmed": "Confirmación visual: de {pairs} coincidencia(s), un perito vio ambos lados de "
        "{seen}; {same} muestran lo mismo, {different} no. Las demás ({open}) no tienen confirmación visual; "
        "{leads} de ellas son de imágenes o películas similares, que solo son indicios.",
        "limits.confirmed": "{open} de {pairs} coincidencia(s) no tienen confirmación visual: no consta que una "
        "persona viera ambos lados. De ellas, {leads} se basan solo en el parecido.",
    },
    "pt": {
        "card.confirmed": "Confirmação visual",
        "card.confirmed.same": "sim: {examiner} viu ambos em {at} e diz que mostram o mesmo",
        "card.confirmed.different": "não: {examiner} viu ambos em {at} e diz que não mostram o mesmo",
        "card.confirmed.note": "{said}. Nota: {note}",
        "card.confirmed.carried": "{said} (dito da versão {version} da lista, entrada {entry} com o mesmo valor)",
        "card.confirmed.no": "não visto: não consta que uma pessoa tenha comparado os dois",
        "card.confirmed.decided": "não visto: {examiner} categorizou o item em {at}; não consta que tenha comparado os "
        "dois",
        "card.confirmed.dismissed": "não consta que ambos tenham sido vistos; {examiner} disse em {at} que não é "
        "correspondência",
        "summary.confirmed": "Confirmação visual: de {pairs} correspondência(s), um perito viu ambos os lados de "
        "{seen}; {same} mostram o mesmo, {different} não. As demais ({open}) não têm confirmação visual; {leads} "
        "delas são de imagens ou filmes semelhantes, que são apenas indícios.",
        "limits.confirmed": "{open} de {pairs} correspondência(s) não têm confirmação visual: não consta que uma "
        "pessoa tenha visto ambos os lados. Destas, {leads} se baseiam apenas na semelhança.",
    },
}
