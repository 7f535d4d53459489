"""Wording of what a report leaves out on request, of who stamps it, and of exhibits as received."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "described": "Exhibits as received",
        "described.none": "The unit gave the program no description of the exhibits, of their conditio"
        "n at receipt or of how they were acquired.",
        "described.description": "What it is",
        "described.identifiers": "Make, model, serial number",
        "described.condition": "Condition at receipt",
        "described.acquisition": "Acquisition",
        "described.photographs": "Photographs",
        "front.examined": "Examined",
        "front.examined.text": "{begin} to {end}: first exhibit added, last act in the case",
        "signature.authoriser": "Authorised by: name",
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
        "described": "Las piezas al recibirlas",
        "described.none": "La unidad no dio al programa una descripción de las piezas, de su estado al"
        " recibirlas ni de cómo se adquirieron.",
        "described.description": "Qué es",
        "described.identifiers": "Marca, modelo, número de serie",
        "described.condition": "Estado al recibirla",
        "described.acquisition": "Adquisición",
        "described.photographs": "Fotografías",
        "front.examined": "Examinado",
        "front.examined.text": "{begin} a {end}: primera pieza añadida, último acto en el caso",
        "signature.authoriser": "Autorizado por: nombre",
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
        "described": "As peças no recebimento",
        "described.none": "A unidade não deu ao programa uma descrição das peças, de seu estado no rec"
        "ebimento nem de como foram adquiridas.",
        "described.description": "O que é",
        "described.identifiers": "Marca, modelo, número de série",
        "described.condition": "Estado no recebimento",
        "described.acquisition": "Aquisição",
        "described.photographs": "Fotografias",
        "front.examined": "Examinado",
        "front.examined.text": "{begin} a {end}: primeira peça adicionada, último ato no caso",
        "signature.authoriser": "Autorizado por: nome",
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
