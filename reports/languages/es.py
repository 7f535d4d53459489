"""Spanish wording, with the keys and in the order of the English one."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- front page and page furniture -------------------------------------------------------------------------------
    "title": "Informe sobre imágenes y películas",
    "subtitle": "Informe técnico: qué se examinó, qué coincidió y cómo puede comprobarse cada coincidencia",
    "restricted": "RESTRINGIDO",
    "restricted.long": "RESTRINGIDO: contiene imágenes reconocibles. Trátese según las normas para material "
    "restringido.",
    "number.point": ",",
    "page": "Página {page} de {pages}",
    "case": "Caso",
    "report": "Informe",
    "contents": "Índice",
    "skip": "Ir al informe",
    "front.number": "Número de caso",
    "front.examiner": "Perito",
    "front.created": "Caso abierto",
    "front.report_id": "ID del informe",
    "front.made_at": "Fecha de elaboración",
    "front.variant": "Variante",
    "front.program": "Elaborado con",
    "front.note": "El ID del informe figura en cada página. Se deriva del contenido del informe: los informes de "
    "igual contenido tienen el mismo ID.",
    "front.scope": "Los resultados se refieren únicamente a las piezas aquí nombradas. El programa no declara "
    "acreditación ni validación de ningún laboratorio; la unidad que lo usa añade su propia declaración.",
    "variant.court": "tribunal: las imágenes se muestran solo como mosaicos gruesos",
    "variant.restricted": "restringida: se muestran pequeñas vistas previas de las imágenes",
    "variant.disclosure": "traslado a las partes: sin ninguna imagen",
    # --- headings ----------------------------------------------------------------------------------------------------
    "section.summary": "Resumen",
    "section.exhibits": "Piezas y balance",
    "section.shared": "Lo que las piezas tienen en común",
    "section.results": "Resultados: elementos con coincidencia",
    "section.negative": "Resultados negativos",
    "section.not_examined": "Vistos y no analizados",
    "section.named": "Con nombre de imagen o película, contenido no reconocido",
    "section.issues": "Analizados, con incidencias",
    "section.method": "Método",
    "section.lists": "Listas de hashes utilizadas",
    "section.thresholds": "Umbrales y por qué se eligieron",
    "section.tools": "Ajustes y herramientas",
    "section.limits": "Límites y explicaciones alternativas",
    "section.audit": "Registro de auditoría y cómo verificar",
    "section.signature": "Firma",
    # --- summary -----------------------------------------------------------------------------------------------------
    "summary.examined": "Qué se examinó",
    "summary.examined.text": "{exhibits} pieza(s) con {seen} archivos. {media} de ellos son imágenes o películas, "
    "o no se pudo descartar que lo fueran; {analysed} se analizaron y {left} no. Las imágenes y películas que se "
    "pudieron leer tienen {contents} contenidos distintos.",
    "summary.found": "Qué se encontró",
    "summary.found.text": "{items} elemento(s) tienen al menos una coincidencia con una lista de hashes: {exact} "
    "por resumen criptográfico igual, {near} por imagen similar, {video} por fotogramas similares (cada elemento "
    "se cuenta una vez, en su clase más fuerte).",
    "summary.found.none": "Ningún elemento coincidió con una entrada de las listas utilizadas.",
    "summary.found.nolists": "No se utilizó ninguna lista de hashes, por lo que nada podía coincidir.",
    "summary.sure": "Con qué seguridad",
    "summary.sure.exact": "Resumen igual: el archivo tiene el mismo valor SHA-256, SHA-1 o MD5 que la entrada de "
    "la lista. El programa no comprobó lo que la lista dice de su entrada.",
    "summary.sure.near": "Imagen o película similar: una distancia medida por debajo de un umbral. Es un indicio "
    "para una persona que mire ambas, no una identificación.",
    "summary.sure.weak": "{weak} elemento(s) solo tienen coincidencias débiles: baja calidad de imagen, pocos "
    "fotogramas, coincidencia solo en MD5 o resúmenes que se contradicen.",
    "summary.left": "Qué quedó fuera",
    "summary.left.text": "{not_examined} elemento(s) se vieron y no se analizaron, {named} archivo(s) tienen "
    "nombre de imagen o película y no se reconocieron, {issues} elemento(s) se analizaron con incidencias. Cada "
    "uno figura con su causa.",
    "summary.pending": "{pending} archivo(s) no se habían examinado cuando se elaboró el informe. Los resultados "
    "están incompletos.",
    "summary.ledger_elsewhere": "El balance de cada pieza está en la sección «{section}».",
    "summary.counts": "Coincidencias por clase",
    "summary.counts.items": "Elementos (clase más fuerte)",
    "summary.counts.pairs": "Coincidencias",
    "summary.counts.note": "Una coincidencia es un par formado por un elemento y una entrada de una lista; un "
    "elemento puede tener varias.",
    "all": "Total",
    # --- ledger ------------------------------------------------------------------------------------------------------
    "ledger": "Balance",
    "ledger.note": "vistos = otros + medios + en espera; medios = analizados + no admitidos + fallidos + excluidos "
    "+ cifrados",
    "ledger.exhibit": "Pieza",
    "ledger.all": "Todas las piezas",
    "ledger.seen": "Vistos",
    "ledger.not_media": "Otros",
    "ledger.media": "Medios",
    "ledger.analysed": "Analizados",
    "ledger.unsupported": "No admitidos",
    "ledger.failed": "Fallidos",
    "ledger.excluded": "Excluidos",
    "ledger.encrypted": "Cifrados",
    "ledger.pending": "En espera",
    "ledger.properties": "De los archivos vistos: {properties}. Un archivo puede tener varias de estas propiedades.",
    "ledger.property.embedded": "{count} están dentro de otros (archivadores, imágenes de disco, documentos, otras "
    "imágenes)",
    "ledger.property.duplicates": "{count} tienen los mismos bytes que otro anterior",
    "ledger.property.deleted": "{count} estaban borrados",
    "ledger.property.carved": "{count} se hallaron por su estructura en bytes que no pertenecen a ningún archivo",
    "ledger.property.containers": "{count} contienen otros",
    "ledger.property.differing": "{count} no tienen un resumen que la evidencia declara de ellos",
    "ledger.differing.text": "{count} archivo(s) no tienen un resumen que la propia evidencia declara de ellos. Puede "
    "ser un daño, un cambio posterior o un error del programa que lo declaró.",
    # --- what exhibits share -----------------------------------------------------------------------------------------
    "shared.text": "De las imágenes y películas que pudieron analizarse, {things} están en al menos dos piezas. La "
    "tabla los cuenta para cada par de piezas.",
    "shared.none": "Ningún par de piezas contiene la misma imagen o la misma película, hasta donde lo dicen los hashes "
    "guardados.",
    "shared.unmade": "Las imágenes y las películas se compararon solo por bytes iguales; no se buscaron otras formas "
    "(más pequeñas, reflejadas, guardadas de nuevo).",
    "shared.first": "Pieza",
    "shared.second": "y pieza",
    "shared.exact": "imágenes, bytes iguales",
    "shared.near": "imágenes, otra forma",
    "shared.exact_films": "películas, bytes iguales",
    "shared.near_films": "películas, otra forma",
    "shared.cameras": "números de serie de cámara en ambas",
    "shared.note": "Bytes iguales: coincide el SHA-256. Otra forma: ambas piezas tienen contenidos de un mismo grupo, "
    "reunido por dos hashes, por rasgos locales o por los fotogramas de las películas; es un indicio que hay"
    " que mirar y no dice quién copió qué. Los números de serie son los que indican los archivos.",
    # --- exhibits ----------------------------------------------------------------------------------------------------
    "exhibits.label": "Pieza",
    "exhibits.kind": "Clase",
    "exhibits.added": "Añadida al caso",
    # --- items -------------------------------------------------------------------------------------------------------
    "item": "Elemento {number}",
    "items.order": "Ordenados por clase de coincidencia (resumen igual, imagen similar, película similar) y "
    "después por número de elemento. Los números son los mismos en todas las variantes y formatos de este "
    "informe.",
    "items.overview": "Vista general",
    "items.none": "Ningún elemento tiene coincidencias.",
    "items.number": "Elem.",
    "items.kind": "Coincidencia",
    "items.closest": "Más cercana",
    "items.exhibit": "Pieza",
    "items.location": "Ubicación",
    "items.page": "Página",
    "item.location_bytes": "Nombre exacto (bytes hex.)",
    "item.origin": "Encontrado como",
    "origin.live": "archivo existente",
    "origin.deleted": "archivo borrado",
    "origin.carved": "recuperado de bytes que no pertenecen a ningún archivo",
    "item.name": "Otra ruta",
    "item.name.more": "y {more} más; todas figuran en el informe JSON",
    "item.stated.differs": "{algorithm} declarado por {by}: DIFIERE",
    "item.type": "Tipo por contenido",
    "item.size": "Tamaño",
    "item.size.value": "{size} bytes",
    "item.dimensions": "Dimensiones",
    "item.duration": "Duración",
    "item.md5": "MD5",
    "item.sha1": "SHA-1",
    "item.sha256": "SHA-256",
    "item.same_content": "Mismo contenido que",
    "item.same_content.value": "elemento(s) {numbers}",
    "item.same_content.more": "elementos {numbers} y {more} más",
    "item.perceptual.name": "{algorithm} v{version}",
    "item.quality": "calidad {quality}",
    "item.dates": "Fechas",
    "item.dates.none": "ninguna encontrada en el archivo",
    "item.zone": "zona {zone}",
    "item.zone.unknown": "zona desconocida",
    "item.indicators": "Indicadores",
    "item.issues": "Incidencias",
    "item.metadata": "Metadatos",
    "item.matches": "Coincidencias",
    "item.clipped": "… ({length} caracteres; completo en los informes HTML y JSON)",
    "picture.mosaic": "Mosaico grueso del elemento {number}, no reconocible a propósito",
    "picture.preview": "Vista previa restringida del elemento {number}",
    "picture.withheld": "Sin imágenes en esta variante",
    "picture.none": "No hay imagen disponible",
    # --- matches -----------------------------------------------------------------------------------------------------
    "kind.exact": "Resumen igual",
    "kind.near": "Imagen similar",
    "kind.video": "Película similar",
    "role.notable": "de interés",
    "role.ignorable": "ignorable",
    "role.neutral": "neutral",
    "weak": "débil",
    "card.title": "{kind}: lista «{list}» versión {version} ({role}), entrada {entry}",
    "card.label": "Etiqueta propia de la lista para la entrada",
    "card.label.note": "{label} (de la lista, no es una conclusión de este informe)",
    "card.algorithm": "Comparado por",
    "card.query": "Valor del elemento",
    "card.reference": "Valor en la lista",
    "card.distance": "Distancia",
    "card.distance.features": "difiere el {distance} % de la parte común, umbral {threshold} %",
    "card.distance.value": "{distance} de {bits} bits, umbral {threshold}",
    "card.quality": "Calidad",
    "card.quality.value": "elemento {quality}, entrada de la lista {reference}",
    "card.quality.unknown": "no indicada",
    "card.orientation": "Elemento comparado",
    "card.percent": "Concordancia",
    "card.percent.value": "{query} % del elemento, {reference} % de la película de la lista",
    "card.frames": "Fotogramas",
    "card.times": "Dónde en la película",
    "card.note": "Nota",
    "card.exact": "El resumen {algorithm} del elemento es igual al de la lista, por lo que se toman por el mismo "
    "contenido de archivo; no se comprobó lo que la lista dice de él.",
    "card.exact.weak": "El resumen {algorithm} del elemento es igual al de la lista. {algorithm} por sí solo es "
    "débil: pueden fabricarse archivos distintos con el mismo {algorithm}.",
    "card.features": "coinciden rasgos locales; difiere el {distance} % de la parte común, umbral {threshold} %; "
    "es un indicio, no una identificación",
    "card.near": "distancia {distance} de {bits} bits, umbral {threshold}{quality}{orientation}; es un indicio, no "
    "una identificación.",
    "card.small": "hashes de grano grueso concuerdan ({names}): en conjunto difieren {distance} de {bits} bits, se "
    "admitían hasta {threshold}, cada hash dentro de su límite{compared}. Imágenes sin relación pueden concordar así; "
    "es un indicio, no una identificación.",
    "card.near.quality": ", calidad {quality}",
    "card.near.orientation": "; {orientation}",
    "card.view": "Parte comparada",
    "card.near.view": "; comparado: {view}",
    "view.frame": "fotograma {number} de la animación",
    "view.page": "página {number}",
    "view.tile": "mosaico {number} del collage",
    "view.inner": "la imagen dentro de la imagen",
    "view.inner_number": "la imagen dentro de la imagen (lectura {number})",
    "view.frame_at": "el fotograma en el segundo {seconds} de la película",
    "view.inner_at": "la imagen dentro del fotograma en el segundo {seconds} de la película",
    "card.video": "El {query} % de los fotogramas del elemento y el {reference} % de los de la película de la "
    "lista son similares; par de fotogramas más cercano: distancia {distance} de {bits} bits, umbral "
    "{threshold}{quality}{orientation}; es un indicio, no una identificación.",
    "card.weak": "La coincidencia es débil y requiere especial cuidado.",
    "card.chance": "Coincidencias por azar",
    "chance.card": "En una comparación de este tamaño ({hashes} hashes con {entries} entradas) cabe esperar por azar "
    "como máximo {upper} coincidencias de imágenes sin relación a {distance} bits o menos (límite superior del 95 %, "
    "calibración «{calibration}»). {seen} de sus {pairs} pares están tan cerca{expected}. Se trata de imágenes sin "
    "relación de su tipo, no de escenas parecidas, ediciones de una imagen ni imágenes tomadas en serie.",
    "chance.expected": ", lo que serían {expected} coincidencias en una comparación así",
    "chance.none": "No se ha calibrado con qué frecuencia coinciden de este modo por azar imágenes o películas sin "
    "relación.",
    "chance.calibration": "Cuánto significa una coincidencia por similitud: en la calibración «{calibration}» ({id}) "
    "se compararon {pairs} pares de {pictures} imágenes consideradas sin relación, del mismo modo que en la búsqueda. "
    "Imágenes: {note}.",
    "chance.list": "Lista «{name}», versión {version}: se compararon {hashes} hashes PDQ del caso con {entries} "
    "entradas. A {distance} bits o menos cabe esperar por azar como máximo {upper} coincidencias de imágenes sin "
    "relación en una comparación de este tamaño (límite superior del 95 %, calibración «{calibration}»); {seen} de "
    "{pairs} pares están tan cerca.",
    "chance.scope": "Los límites valen aunque los pares compartan imágenes. Donde ningún par está tan cerca, el límite "
    "solo dice lo pequeña que es la muestra. Todo ello se refiere a imágenes sin relación del tipo de la calibración: "
    "nada dice de imágenes de la misma escena o de una parecida, de ediciones de una imagen ni de imágenes tomadas en "
    "serie, y no mide si una coincidencia es correcta. Las películas, sus fotogramas y otros hashes distintos de PDQ "
    "no están calibrados.",
    "orientation.original": "tal como está almacenado",
    "orientation.rotate90": "girado un cuarto de vuelta a la izquierda",
    "orientation.rotate180": "girado media vuelta",
    "orientation.rotate270": "girado un cuarto de vuelta a la derecha",
    "orientation.flipx": "reflejado de arriba abajo",
    "orientation.flipy": "reflejado de izquierda a derecha",
    "orientation.flip_plus1": "reflejado por la diagonal principal",
    "orientation.flip_minus1": "reflejado por la otra diagonal",
    "frames.value": "{matched} de {considered} del elemento, {reference_matched} de {reference_considered} de la lista",
    "times.value": "de {first} a {last}",
    "duration.frames": "{duration}, {frames} fotogramas con hash",
    "duration.unknown": "no indicada por el archivo",
    # --- negative findings, lists, thresholds, tools -----------------------------------------------------------------
    "negative.exact_only": "Solo se compararon resúmenes. No se buscaron imágenes ni películas parecidas, contenga lo "
    "que contenga una lista.",
    "negative.list": "Comprobado con la lista «{name}» versión {version} ({entries}): ninguna coincidencia.",
    "negative.partial": "La lista «{name}» versión {version} no se comparó con todo: se analizaron elementos después "
    "de la comparación, o esta se detuvo. Sobre esos elementos y esta lista el informe no afirma nada.",
    "negative.nolists": "No se utilizó ninguna lista de hashes: el informe no afirma nada sobre material conocido.",
    "negative.every": "Cada lista utilizada tiene al menos una coincidencia.",
    "negative.note": "Que no haya coincidencia significa que ninguna entrada de estas versiones de las listas "
    "concordó dentro de los umbrales. No significa que no haya material relevante.",
    "lists.name": "Lista",
    "lists.role": "Función",
    "lists.role.guessed": "{role} (no indicada al importar)",
    "lists.entries": "Entradas",
    "lists.refused": "Rechazadas",
    "lists.matches": "Coincidencias",
    "lists.imported": "Importada",
    "lists.sha256": "SHA-256 del archivo de la lista",
    "lists.format": "Formato",
    "lists.version": "{name}, versión {version}",
    "lists.issued": "Emisor, versión, fecha",
    "lists.check": "Comprobación de la búsqueda aproximada al importar",
    "lists.check.value": (
        "{kind}, hasta {radius} bits: se preguntó por {asked} entradas alteradas; la búsqueda halló los "
        "mismos {pairs} pares que la comparación con todas las entradas"
    ),
    "threshold.name": "Ajuste",
    "threshold.value": "Valor",
    "threshold.reason": "Motivo",
    "tools": "Herramientas",
    "tools.name": "Programa",
    "tools.version": "Versión",
    "tools.licence": "Licencia",
    # --- audit, verification, end ------------------------------------------------------------------------------------
    "audit.records": "Última entrada que cambió el caso",
    "audit.head": "SHA-256 de esa entrada",
    "audit.text": "Cada acto sobre el caso es una línea del registro de auditoría, y cada línea lleva el SHA-256 "
    "de la anterior. El valor de arriba fija el registro hasta esa entrada. Las posteriores solo dicen que el caso se "
    "abrió, se comprobó o fue objeto de un informe.",
    "audit.clock": "La hora de este informe es la del reloj del equipo. Si el laboratorio la pidió a su propia "
    "autoridad de sellado de tiempo, el sello está junto al informe (MANIFEST.json.tst).",
    "audit.check": "Para comprobar los archivos del informe, ejecute en la carpeta del informe:",
    "audit.check.own": "o, con este programa, para la carpeta del informe, el caso y su registro de auditoría:",
    "audit.rerun": "Para comprobar los resultados, repita el examen de las mismas piezas con las listas, los "
    "ajustes y las versiones que nombra este informe; los elementos, resúmenes y coincidencias deben ser los "
    "mismos.",
    "signature.text": "Este informe fue elaborado por un programa y este no lo firma. Las líneas son para las "
    "personas que responden de él; toda declaración ante un tribunal les corresponde a ellas.",
    "signature.copy": "No debe reproducirse, salvo íntegramente, sin la aprobación de la unidad emisora.",
    "signature.examiner": "Perito: nombre, cualificación",
    "signature.reviewer": "Revisor: nombre",
    "signature.date": "Lugar y fecha",
    "signature.sign": "Firma",
    "end": "Fin del informe {report_id}",
    # --- sentences that the case fills in ----------------------------------------------------------------------------
    "method.source": "Las piezas se abrieron solo para lectura y se recorrieron por completo. No se siguieron "
    "enlaces. Todo archivo visto se cuenta en el balance.",
    "method.type": "Las imágenes y películas se reconocieron por su contenido, nunca por su nombre.",
    "method.digests": "Se calcularon los resúmenes MD5, SHA-1 y SHA-256 de todos los bytes de cada imagen y "
    "película en una sola lectura.",
    "method.decode": "Cada archivo se decodificó en un proceso separado con límites de tiempo y memoria. Un "
    "archivo que no se pudo decodificar figura con su causa.",
    "method.barrier.filter": "En el sistema en el que se hizo este informe, el núcleo niega a esos procesos toda "
    "escritura en archivos, todo inicio de un programa y toda conexión de red (filtro seccomp); para este informe se "
    "probó en un proceso de ese tipo.",
    "method.barrier.limits": "En el sistema en el que se hizo este informe, ningún filtro del núcleo impide a esos "
    "procesos escribir o usar una red; los contienen límites de tiempo, de memoria y de tamaño de archivo.",
    "method.barrier.none": "En el sistema en el que se hizo este informe, solo el límite de tiempo contiene a esos "
    "procesos.",
    "method.perceptual": "De cada imagen decodificada se calcularon estos hashes perceptuales: {algorithms}. Un "
    "hash perceptual describe el patrón grueso de luces y sombras. Las imágenes que se parecen tienen hashes que "
    "difieren en pocos bits.",
    "method.views": "Se miraron todas las páginas de los documentos y todos los fotogramas de las animaciones; de "
    "los que son distintos se calculó un hash junto al del primero. Los archivos que están dentro de otros "
    "(miniaturas, imágenes secundarias, películas añadidas) se analizaron como elementos propios.",
    "method.inner": "Cuando una imagen está dentro de la imagen (con bordes, franjas, textos, la pantalla de un "
    "teléfono o un collage alrededor), también se calculó su hash. Cada coincidencia nombra la parte que se comparó.",
    "method.exact": "Comparación exacta: los resúmenes SHA-256, SHA-1 y MD5 se buscaron en las listas.",
    "method.near": "Comparación por similitud: el hash PDQ de cada imagen, tal como está almacenada, girada y "
    "reflejada (ocho formas), se comparó con cada entrada PDQ de las listas. No se usó ninguna búsqueda "
    "aproximada.",
    "method.video": "Comparación de películas: se tomaron fotogramas de cada película ({sampling}) y el hash PDQ "
    "de cada uno se comparó con los de las películas de las listas. Los porcentajes dicen qué parte de cada "
    "película tiene un fotograma similar en la otra.",
    "method.sampling.interval": "al menos uno cada {seconds} s, más donde la imagen cambia",
    "method.sampling.key": "solo fotogramas clave",
    "method.people": "El programa no asigna ninguna categoría ni saca conclusiones sobre lo que muestra una imagen.",
    "method.known_answers": "Al elaborar el informe, el programa repitió las {count} comprobaciones de respuesta "
    "conocida de los algoritmos de hash utilizados; todas concordaron.",
    "method.known_answers.failed": "Al elaborar el informe, {failed} de {count} comprobaciones de respuesta "
    "conocida de los algoritmos de hash NO concordaron: {details}",
    "method.undecoded": "No se decodificó nada: si un archivo es una imagen o una película se dedujo solo de sus "
    "primeros bytes. No hay hashes de lo que muestran las imágenes ni vistas previas.",
    "method.norecipe": "Todavía no se ha analizado nada, por lo que no pueden indicarse los ajustes de un análisis.",
    "setting.profile": "Perfil",
    "setting.perceptual": "Hashes perceptuales de imágenes",
    "setting.interval": "Fotogramas tomados",
    "setting.max_frames": "Máximo de fotogramas con hash por película",
    "setting.max_pixels": "Máximo de píxeles de una imagen o fotograma",
    "exhibit.kind.folder": "carpeta",
    "exhibit.kind.file": "archivo único",
    "date.filesystem": "sistema de archivos: modificado",
    "threshold.exact": "Coincidencia exacta",
    "threshold.exact.value": "SHA-256, SHA-1 o MD5 igual",
    "threshold.exact.reason": "Decide el resumen más fuerte que lleva la entrada de la lista. Una coincidencia "
    "solo en MD5, o con resúmenes que se contradicen, se marca como débil: pueden fabricarse archivos distintos "
    "con el mismo MD5.",
    "threshold.pdq_distance": "Distancia PDQ",
    "threshold.pdq_distance.value": "como máximo {value} de 256 bits",
    "threshold.pdq_distance.reason": "El punto de partida que publican los autores de PDQ. Valores mayores "
    "encuentran más copias editadas y más imágenes sin relación.",
    "threshold.pdq_quality": "Calidad PDQ",
    "threshold.pdq_quality.value": "al menos {value} de 100 en ambos lados",
    "threshold.pdq_quality.reason": "Las imágenes con poco detalle (superficies lisas, texto) tienen hashes "
    "inestables. Una entrada de lista sin calidad indicada se compara, y su coincidencia lo dice.",
    "threshold.pdq_firm_quality": "Calidad PDQ de una coincidencia firme",
    "threshold.pdq_firm_quality.value": "al menos {value} de 100",
    "threshold.pdq_firm_quality.reason": "Cerca del límite inferior el hash es menos estable; tal coincidencia se "
    "conserva y se marca como débil.",
    "threshold.orientations": "Orientaciones",
    "threshold.orientations.value": "los {value} giros y reflejos del elemento",
    "threshold.orientations.reason": "PDQ cambia cuando una imagen se gira o se refleja, y las listas llevan una "
    "sola orientación.",
    "threshold.frame_distance": "Distancia entre fotogramas",
    "threshold.frame_distance.value": "como máximo {value} de 256 bits",
    "threshold.frame_distance.reason": "El ajuste publicado de vPDQ: los fotogramas se comparan como las imágenes.",
    "threshold.frame_quality": "Calidad de los fotogramas",
    "threshold.frame_quality.value": "al menos {value} de 100 en ambos lados",
    "threshold.frame_quality.reason": "Los fotogramas con poco detalle no se consideran, por la misma razón que en "
    "las imágenes.",
    "threshold.film_percent": "Concordancia de películas",
    "threshold.film_percent.value": "al menos el {value} % de los fotogramas considerados de una de las dos películas",
    "threshold.film_percent.reason": "Si la alcanza el elemento, se parece mucho a una parte de la película de la "
    "lista; si la alcanza la película de la lista, el elemento parece contenerla. Siempre se indican ambos "
    "porcentajes.",
    "threshold.film_frames": "Número mínimo de fotogramas",
    "threshold.film_frames.value": "{value}, o todos los fotogramas considerados de una película más corta",
    "threshold.film_frames.reason": "Un único fotograma común, como un título o un logotipo, no hace coincidir "
    "películas largas. Una coincidencia con menos fotogramas se marca como débil.",
    "threshold.phash_distance": "Distancia pHash",
    "threshold.phash_distance.value": "como máximo {value} de 64 bits",
    "threshold.phash_distance.reason": "Un hash de 64 bits solo nunca produce una coincidencia por defecto; únicamente "
    "cuenta junto con otro de la misma entrada de la lista.",
    "threshold.dhash_distance": "Distancia dHash",
    "threshold.dhash_distance.value": "como máximo {value} de 64 bits",
    "threshold.dhash_distance.reason": "Un hash de 64 bits solo nunca produce una coincidencia por defecto; únicamente "
    "cuenta junto con otro de la misma entrada de la lista.",
    "threshold.ahash_distance": "Distancia aHash",
    "threshold.ahash_distance.value": "como máximo {value} de 64 bits",
    "threshold.ahash_distance.reason": "Un hash de 64 bits solo nunca produce una coincidencia por defecto; únicamente "
    "cuenta junto con otro de la misma entrada de la lista.",
    "threshold.whash_distance": "Distancia wHash",
    "threshold.whash_distance.value": "como máximo {value} de 64 bits",
    "threshold.whash_distance.reason": "Un hash de 64 bits solo nunca produce una coincidencia por defecto; únicamente "
    "cuenta junto con otro de la misma entrada de la lista.",
    "threshold.three_pdq_distance": "Distancia PDQ, tres hashes",
    "threshold.three_pdq_distance.value": "como máximo {value} de 256 bits",
    "threshold.three_pdq_distance.reason": "Un texto puesto sobre una imagen o una compresión fuerte puede llevar un "
    "hash más allá de su propio límite. Donde PDQ, pHash y dHash de la misma entrada de la lista concuerdan todos, "
    "PDQ cuenta hasta esta distancia, si ambos lados indican una calidad suficiente. Tal coincidencia se marca "
    "siempre como débil.",
    "threshold.three_small_distance": "Distancia pHash o dHash, tres hashes",
    "threshold.three_small_distance.value": "como máximo {value} de 64 bits",
    "threshold.three_small_distance.reason": "Donde PDQ, pHash y dHash de la misma entrada de la lista concuerdan "
    "todos, uno de pHash y dHash tiene que estar dentro de su propio límite, el otro dentro de este.",
    "threshold.small_hashes_agree": "Hashes de grano grueso que concuerdan",
    "threshold.small_hashes_agree.value": "al menos {value} distintos de la misma entrada",
    "threshold.small_hashes_agree.reason": "Imágenes sin relación son a menudo cercanas en uno de estos hashes, rara "
    "vez en dos de distinto tipo. Tal coincidencia se marca siempre como débil.",
    "threshold.photodna_distance": "Distancia PhotoDNA",
    "threshold.photodna_distance.value": "como máximo {value} (suma de los cuadrados de las diferencias de 144 bytes)",
    "threshold.photodna_distance.reason": "La cifra de IPED. Los valores PhotoDNA se comparan tal como los traían el "
    "caso y la lista; el programa no los calcula.",
    "threshold.photodna_variety": "Variedad de los valores PhotoDNA",
    "threshold.photodna_variety.value": "difiere más de {value} de los bytes vecinos",
    "threshold.photodna_variety.reason": "La cifra de IPED: los valores casi uniformes no dicen nada.",
    "threshold.crowded_contents": "Entrada de lista concurrida",
    "threshold.crowded_contents.value": "cercana a más de {value} contenidos distintos",
    "threshold.crowded_contents.reason": "Una entrada que se parece a muchísimas imágenes dice poco de cada una; tales "
    "coincidencias se marcan como débiles.",
    "threshold.crowded_entries": "Contenido concurrido",
    "threshold.crowded_entries.value": "cercano a más de {value} entradas de una lista",
    "threshold.crowded_entries.reason": "Una imagen que se parece a muchísimas entradas es probablemente de un patrón "
    "común; tales coincidencias se marcan como débiles.",
    "threshold.nearest_distance": "Entrada más cercana que no es coincidencia",
    "threshold.nearest_distance.value": "se busca hasta {value} de 256 bits",
    "threshold.nearest_distance.reason": "Dice a qué distancia queda de una coincidencia.",
    "threshold.nearest_entries": "Listas en las que se busca la entrada más cercana",
    "threshold.nearest_entries.value": "las de hasta {value} hashes o fotogramas",
    "threshold.nearest_entries.reason": "En otras la búsqueda tarda muchas veces más.",
    "threshold.policy": "Política",
    "threshold.policy.value": "{value}",
    "threshold.policy.reason": "El identificador de todos los valores de esta tabla juntos; cada coincidencia nombra "
    "la política con la que se hizo. Con otros valores coinciden otras imágenes.",
    "card.distance.photodna": "{distance} (suma de diferencias al cuadrado), umbral {threshold}",
    "card.photodna": "los valores PhotoDNA que traían el caso y la lista están a una distancia cuadrática de "
    "{distance}, umbral {threshold}. El programa no los calculó; es un indicio, no una identificación.",
    "card.dismissed": "No es coincidencia",
    "card.dismissed.value": "lo dice {examiner} el {at}: {reason}",
    "card.dismissed.carried": "tomado de la versión {version} de la lista, entrada {entry} con el mismo valor; de "
    "ella lo dijo {examiner} el {at}: {reason}",
    "summary.dismissed": "Un perito dijo de {count} coincidencia(s) que no lo son. Se muestran, marcadas, con el "
    "motivo.",
    "negative.reach": "Lista «{name}», versión {version}: sin coincidencia, la entrada más cercana se buscó hasta "
    "{distance} de 256 bits; donde no se nombra, no la hay.",
    "negative.unasked": "Lista «{name}», versión {version}: no se calculó la entrada más cercana de los contenidos "
    "sin coincidencia; la lista tiene {count} hashes o fotogramas y no se consultan listas de más de {limit}.",
    "negative.nearest": "Lista «{name}», versión {version}: de los contenidos sin coincidencia se conoce la "
    "entrada más cercana de {compared}; la más próxima está a {distance} de 256 bits, umbral {threshold}.",
    "negative.gated": "Lista «{name}», versión {version}: {count} contenido(s) de imagen no se compararon por PDQ, "
    "porque su calidad está por debajo del mínimo.",
    "conflict": "Etiquetas distintas para un mismo contenido (SHA-256 {sha256}): {labels}. Se muestran una junto a "
    "otra; no se prefiere ninguna.",
    "conflict.label": "«{label}» según la lista «{list}», versión {version}, entrada {entry}",
    "limits.lead": "Una imagen o película similar es un indicio. La distancia mide el parecido de patrones "
    "gruesos, no la identidad: imágenes sin relación pueden estar cerca y una copia editada puede estar lejos.",
    "limits.exact": "Un resumen igual dice que el contenido del archivo es el de la lista. No dice quién hizo, "
    "guardó, vio o conocía el archivo.",
    "limits.list": "Las categorías y etiquetas son las de la lista de hashes. No son conclusiones del perito ni de "
    "este programa, y una lista puede contener errores.",
    "limits.copies": "Varios elementos pueden tener el mismo contenido. Muchas copias se hacen sin acto alguno de "
    "una persona (cachés, copias de seguridad, vistas previas, sincronización); el número de copias no es un "
    "número de actos.",
    "limits.presence": "Que un archivo esté presente no muestra cómo llegó allí. La descarga automática, los "
    "programas de mensajería, las cachés, otros usuarios y los programas maliciosos son explicaciones posibles "
    "que no se examinaron.",
    "limits.dates": "Las fechas se indican tal como se encontraron. Los relojes pueden estar mal, las fechas "
    "pueden cambiarse y copiar cambia las fechas del sistema de archivos. Donde no se indica zona horaria no se "
    "supone ninguna.",
    "limits.scope": "Los archivos comprimidos, imágenes, copias de seguridad y otros contenedores se abrieron hasta "
    "donde dicen el balance y las listas de lo no analizado. Los archivos borrados y los recuperados por su "
    "estructura son los que cuenta el balance; puede haber más restos. Lo cifrado que no se pudo abrir no se examinó.",
    "limits.formats": "Los elementos que figuran como vistos y no analizados pueden contener material relevante.",
    "limits.nomatch": "Las imágenes y películas sin coincidencia pueden ser relevantes; no se describen en este "
    "informe.",
    "limits.frames": "Las películas se muestrearon. Lo que solo se ve entre dos fotogramas tomados no se comparó.",
    "limits.metadata": "Los metadatos y nombres de archivo pueden editarse o faltar; se citan, no se confirman.",
    "limits.error": "Las tasas de coincidencias falsas y de coincidencias perdidas no se midieron para este caso. "
    "Las comprobaciones de respuesta conocida muestran que los algoritmos se calculan como se "
    "publicaron, no con qué frecuencia engaña el parecido.",
    "limits.law": "Este informe no contiene ninguna calificación jurídica.",
    "limits.pictures": "Los mosaicos y vistas previas son ayudas para encontrar un elemento; no son en sí mismos "
    "prueba.",
}
