"""Wording of what a report leaves out on request, and of who stamps it with the time."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "audit.authority.checked": "A time stamp is asked of the authority {name}; its certificate leads t"
        "o the root {root}, which the unit supplied.",
        "audit.authority.unchecked": "A time stamp is asked of an authority and signed by {name}, whose cert"
        "ificate was not checked against a root.",
        "left_out": "Left out on request: {parts}. Item numbers, locations, digests and hashes, what the "
        "evidence states of them, matches, decisions, the ledger and the limits stand in "
        "full, and the content hash is that of the whole.",
        "left_out.title": "Left out on request",
        "left_out.picture": "Left out on request",
        "left_out.pictures": "pictures of items",
        "left_out.names": "other paths of items",
        "left_out.dates": "dates of items",
        "left_out.metadata": "metadata of items",
        "left_out.metadata.but": "metadata of items but the groups {groups}",
        "left_out.indicators": "indicators of items",
        "left_out.notes": "notes and tags of items",
        "left_out.cards": "times, frames and notes of matches",
        "left_out.plot:categories": "the plot of categories",
        "left_out.plot:time": "the plot over time",
        "left_out.plot:cameras": "the plot of cameras",
        "left_out.plot:network": "the plot of what exhibits have in common",
        "left_out.plot:distances": "the plot of distances",
    },
    "es": {
        "audit.authority.checked": "Se pide un sello de tiempo a la autoridad {name}; su certificado condu"
        "ce a la raíz {root}, que aportó la unidad.",
        "audit.authority.unchecked": "Se pide un sello de tiempo a una autoridad y lo firma {name}, cuyo cer"
        "tificado no se comprobó con una raíz.",
        "left_out": "Omitido a petición: {parts}. Los números de elementos, las ubicaciones, los "
        "resúmenes y hashes, lo que la evidencia declara de ellos, las coincidencias, las "
        "decisiones, el balance y los límites figuran íntegros, y el hash del contenido es el"
        " del conjunto.",
        "left_out.title": "Omitido a petición",
        "left_out.picture": "Omitida a petición",
        "left_out.pictures": "imágenes de los elementos",
        "left_out.names": "otras rutas de los elementos",
        "left_out.dates": "fechas de los elementos",
        "left_out.metadata": "metadatos de los elementos",
        "left_out.metadata.but": "metadatos de los elementos salvo los grupos {groups}",
        "left_out.indicators": "indicadores de los elementos",
        "left_out.notes": "notas y etiquetas de los elementos",
        "left_out.cards": "tiempos, fotogramas y notas de las coincidencias",
        "left_out.plot:categories": "el gráfico de categorías",
        "left_out.plot:time": "el gráfico a lo largo del tiempo",
        "left_out.plot:cameras": "el gráfico de cámaras",
        "left_out.plot:network": "el gráfico de lo que las piezas tienen en común",
        "left_out.plot:distances": "el gráfico de distancias",
    },
    "pt": {
        "audit.authority.checked": "Pede-se um carimbo do tempo à autoridade {name}; seu certificado condu"
        "z à raiz {root}, fornecida pela unidade.",
        "audit.authority.unchecked": "Pede-se um carimbo do tempo a uma autoridade, assinado por {name}, cuj"
        "o certificado não foi conferido com uma raiz.",
        "left_out": "Omitido a pedido: {parts}. Os números dos itens, as localizações, os resumos e "
        "hashes, o que a evidência declara deles, as coincidências, as decisões, o balanço e "
        "os limites constam por inteiro, e o hash do conteúdo é o do conjunto.",
        "left_out.title": "Omitido a pedido",
        "left_out.picture": "Omitida a pedido",
        "left_out.pictures": "imagens dos itens",
        "left_out.names": "outros caminhos dos itens",
        "left_out.dates": "datas dos itens",
        "left_out.metadata": "metadados dos itens",
        "left_out.metadata.but": "metadados dos itens exceto os grupos {groups}",
        "left_out.indicators": "indicadores dos itens",
        "left_out.notes": "notas e etiquetas dos itens",
        "left_out.cards": "tempos, quadros e notas das coincidências",
        "left_out.plot:categories": "o gráfico de categorias",
        "left_out.plot:time": "o gráfico ao longo do tempo",
        "left_out.plot:cameras": "o gráfico de câmeras",
        "left_out.plot:network": "o gráfico do que as peças têm em comum",
        "left_out.plot:distances": "o gráfico de distâncias",
    },
}
