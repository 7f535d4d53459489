"""What cards say beside their numbers, in every language.

Matching records these sentences in English; `reports.notes` knows them again by the English form here.
"""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "en": {
        "note.to": "to",
        "note.and": "and",
        "note.more": "and {count} more",
        "note.sentence.md5": "The entry carries an MD5 only. Different files with equal MD5 can be made on purpose.",
        "note.sentence.contradicts": "{names} equal, but {others} of the entry differs: the entry is damaged, or it "
        "describes other bytes. Compare with the list's origin before relying on it.",
        "note.sentence.cover": "The case's film and the listed film cover each other.",
        "note.sentence.part": "The case's film is part of the listed film.",
        "note.sentence.contains": "The case's film contains the listed film.",
        "note.sentence.ranges": "Parts of the case's film that meet: {ranges}.",
        "note.sentence.listed_ranges": "Parts of the listed film that are met: {ranges}.",
        "note.sentence.frame_quality": "The list states no quality for the frame (quality unknown).",
        "note.sentence.pdq_quality": "The list states no quality for its PDQ (quality unknown).",
        "note.sentence.frame_of_film": "The entry is a film; the values are those of its closest frame.",
        "note.sentence.crowded_contents": "Crowded: the entry is near {count} contents of the case (more than "
        "{limit}).",
        "note.sentence.crowded_entries": "Crowded: the content is near {count} entries of the list (more than "
        "{limit}).",
        "note.sentence.photodna": "PhotoDNA values were compared as they were carried by {origin} and by the list; "
        "this program does not compute them and cannot confirm them.",
        "note.sentence.photodna_distance": "Distance: sum of squared differences of 144 bytes; threshold {limit} and "
        "variety above {variety} are IPED's figures.",
        "note.sentence.photodna_shown": "Only the first {count} bytes are shown.",
        "note.sentence.small": "Hashes of 64 bits agree: {distances}.",
        "note.sentence.small_alone": "One 64-bit hash alone says very little.",
        "note.sentence.small_unknown": "The list names no version of these hashes (version unknown); they are compared "
        "as imagehash's.",
        "note.sentence.small_stated": "The list says that its hashes are of imagehash {version}, and names no "
        "parameters.",
        "note.sentence.small_reversed": "That version wrote the bits of each byte in reverse; they were turned.",
        "note.sentence.small_coarse": "Such hashes see coarse patterns of brightness only; unrelated pictures can "
        "agree in them.",
    },
    "es": {
        "note.to": "a",
        "note.and": "y",
        "note.more": "y {count} más",
        "note.sentence.md5": "La entrada solo lleva un MD5. Se pueden fabricar a propósito archivos distintos con "
        "igual MD5.",
        "note.sentence.contradicts": "{names} es igual, pero {others} de la entrada difiere: la entrada está dañada o "
        "describe otros bytes. Coteje con el origen de la lista antes de basarse en ella.",
        "note.sentence.cover": "La película del caso y la de la lista se cubren una a la otra.",
        "note.sentence.part": "La película del caso es una parte de la de la lista.",
        "note.sentence.contains": "La película del caso contiene la de la lista.",
        "note.sentence.ranges": "Partes de la película del caso que coinciden: {ranges}.",
        "note.sentence.listed_ranges": "Partes de la película de la lista que coinciden: {ranges}.",
        "note.sentence.frame_quality": "La lista no indica la calidad del fotograma (calidad desconocida).",
        "note.sentence.pdq_quality": "La lista no indica la calidad de su PDQ (calidad desconocida).",
        "note.sentence.frame_of_film": "La entrada es una película; los valores son los de su fotograma más cercano.",
        "note.sentence.crowded_contents": "Aglomeración: la entrada está cerca de {count} contenidos del caso (más de "
        "{limit}).",
        "note.sentence.crowded_entries": "Aglomeración: el contenido está cerca de {count} entradas de la lista (más "
        "de {limit}).",
        "note.sentence.photodna": "Los valores PhotoDNA se compararon tal como los traían {origin} y la lista; este "
        "programa no los calcula y no puede confirmarlos.",
        "note.sentence.photodna_distance": "Distancia: suma de las diferencias al cuadrado de 144 bytes; el umbral "
        "{limit} y la variedad superior a {variety} son cifras de IPED.",
        "note.sentence.photodna_shown": "Solo se muestran los primeros {count} bytes.",
        "note.sentence.small": "Coinciden hashes de 64 bits: {distances}.",
        "note.sentence.small_alone": "Un solo hash de 64 bits dice muy poco.",
        "note.sentence.small_unknown": "La lista no indica la versión de estos hashes (versión desconocida); se "
        "comparan como los de imagehash.",
        "note.sentence.small_stated": "La lista dice que sus hashes son de imagehash {version} y no indica parámetros.",
        "note.sentence.small_reversed": "Esa versión escribía los bits de cada byte al revés; se les dio la vuelta.",
        "note.sentence.small_coarse": "Estos hashes solo ven patrones gruesos de claridad; imágenes sin relación "
        "pueden coincidir en ellos.",
    },
    "pt": {
        "note.to": "a",
        "note.and": "e",
        "note.more": "e mais {count}",
        "note.sentence.md5": "A entrada traz apenas um MD5. Arquivos diferentes com MD5 igual podem ser feitos de "
        "propósito.",
        "note.sentence.contradicts": "{names} é igual, mas {others} da entrada difere: a entrada está danificada ou "
        "descreve outros bytes. Compare com a origem da lista antes de se basear nela.",
        "note.sentence.cover": "O filme do caso e o da lista cobrem um ao outro.",
        "note.sentence.part": "O filme do caso é uma parte do da lista.",
        "note.sentence.contains": "O filme do caso contém o da lista.",
        "note.sentence.ranges": "Partes do filme do caso que coincidem: {ranges}.",
        "note.sentence.listed_ranges": "Partes do filme da lista que coincidem: {ranges}.",
        "note.sentence.frame_quality": "A lista não indica a qualidade do quadro (qualidade desconhecida).",
        "note.sentence.pdq_quality": "A lista não indica a qualidade do seu PDQ (qualidade desconhecida).",
        "note.sentence.frame_of_film": "A entrada é um filme; os valores são os do seu quadro mais próximo.",
        "note.sentence.crowded_contents": "Aglomeração: a entrada está perto de {count} conteúdos do caso (mais de "
        "{limit}).",
        "note.sentence.crowded_entries": "Aglomeração: o conteúdo está perto de {count} entradas da lista (mais de "
        "{limit}).",
        "note.sentence.photodna": "Os valores PhotoDNA foram comparados como {origin} e a lista os traziam; este "
        "programa não os calcula e não pode confirmá-los.",
        "note.sentence.photodna_distance": "Distância: soma dos quadrados das diferenças de 144 bytes; o limiar "
        "{limit} e a variedade acima de {variety} são números do IPED.",
        "note.sentence.photodna_shown": "São mostrados apenas os primeiros {count} bytes.",
        "note.sentence.small": "Hashes de 64 bits coincidem: {distances}.",
        "note.sentence.small_alone": "Um único hash de 64 bits diz muito pouco.",
        "note.sentence.small_unknown": "A lista não indica a versão destes hashes (versão desconhecida); são "
        "comparados como os do imagehash.",
        "note.sentence.small_stated": "A lista diz que os seus hashes são do imagehash {version} e não indica "
        "parâmetros.",
        "note.sentence.small_reversed": "Essa versão escrevia os bits de cada byte ao contrário; foram virados.",
        "note.sentence.small_coarse": "Tais hashes veem apenas padrões grosseiros de claridade; imagens sem relação "
        "podem coincidir neles.",
    },
}
