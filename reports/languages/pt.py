"""Portuguese wording, with the keys and in the order of the English one."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- front page and page furniture -------------------------------------------------------------------------------
    "title": "Relatório sobre imagens e filmes",
    "subtitle": "Relatório técnico: o que foi examinado, o que coincidiu e como cada coincidência pode ser verificada",
    "restricted": "RESTRITO",
    "restricted.long": "RESTRITO: contém imagens reconhecíveis. Tratar conforme as regras para material restrito.",
    "number.point": ",",
    "page": "Página {page} de {pages}",
    "case": "Caso",
    "report": "Relatório",
    "contents": "Índice",
    "skip": "Ir para o relatório",
    "front.number": "Número do caso",
    "front.examiner": "Perito",
    "front.created": "Caso aberto em",
    "front.report_id": "ID do relatório",
    "front.made_at": "Elaborado em",
    "front.variant": "Variante",
    "front.program": "Elaborado com",
    "front.note": "O ID do relatório consta de cada página. É derivado do conteúdo do relatório: relatórios de "
    "igual conteúdo têm o mesmo ID.",
    "front.scope": "Os resultados referem-se apenas às peças aqui nomeadas. O programa não declara acreditação nem "
    "validação por laboratório; a unidade que o usa acrescenta a sua própria declaração.",
    "variant.court": "tribunal: as imagens aparecem apenas como mosaicos grosseiros",
    "variant.restricted": "restrita: são mostradas pequenas pré-visualizações das imagens",
    "variant.disclosure": "comunicação às partes: sem nenhuma imagem",
    # --- headings ----------------------------------------------------------------------------------------------------
    "section.summary": "Resumo",
    "section.exhibits": "Peças e balanço",
    "section.shared": "O que as peças têm em comum",
    "section.results": "Resultados: itens com coincidência",
    "section.negative": "Resultados negativos",
    "section.not_examined": "Vistos e não analisados",
    "section.named": "Com nome de imagem ou filme, conteúdo não reconhecido",
    "section.issues": "Analisados, com ocorrências",
    "section.method": "Método",
    "section.lists": "Listas de hashes utilizadas",
    "section.thresholds": "Limiares e por que foram escolhidos",
    "section.tools": "Configurações e ferramentas",
    "section.limits": "Limites e explicações alternativas",
    "section.audit": "Registro de auditoria e como verificar",
    "section.signature": "Assinatura",
    # --- summary -----------------------------------------------------------------------------------------------------
    "summary.examined": "O que foi examinado",
    "summary.examined.text": "{exhibits} peça(s) com {seen} arquivos. {media} deles são imagens ou filmes, ou não "
    "se pôde excluir que o fossem; {analysed} foram analisados e {left} não. As imagens e os filmes que puderam "
    "ser lidos têm {contents} conteúdos diferentes.",
    "summary.found": "O que foi encontrado",
    "summary.found.text": "{items} item(ns) têm pelo menos uma coincidência com uma lista de hashes: {exact} por "
    "resumo criptográfico igual, {near} por imagem semelhante, {video} por quadros de filme semelhantes (cada "
    "item é contado uma vez, na sua classe mais forte).",
    "summary.found.none": "Nenhum item coincidiu com uma entrada das listas utilizadas.",
    "summary.found.nolists": "Nenhuma lista de hashes foi utilizada; por isso nada podia coincidir.",
    "summary.sure": "Com que segurança",
    "summary.sure.exact": "Resumo igual: o arquivo tem o mesmo valor SHA-256, SHA-1 ou MD5 que a entrada da lista. "
    "O programa não verificou o que a lista diz da sua entrada.",
    "summary.sure.near": "Imagem ou filme semelhante: uma distância medida abaixo de um limiar. É um indício para "
    "uma pessoa que olhe para ambos, não uma identificação.",
    "summary.sure.weak": "{weak} item(ns) têm apenas coincidências fracas: baixa qualidade de imagem, poucos "
    "quadros, coincidência só em MD5 ou resumos que se contradizem.",
    "summary.left": "O que ficou de fora",
    "summary.left.text": "{not_examined} item(ns) foram vistos e não analisados, {named} arquivo(s) têm nome de "
    "imagem ou filme e não foram reconhecidos, {issues} item(ns) foram analisados com ocorrências. Cada um "
    "consta com a sua causa.",
    "summary.pending": "{pending} arquivo(s) ainda não tinham sido examinados quando o relatório foi elaborado. Os "
    "resultados estão incompletos.",
    "summary.ledger_elsewhere": "O balanço de cada peça está na seção “{section}”.",
    "summary.counts": "Coincidências por classe",
    "summary.counts.items": "Itens (classe mais forte)",
    "summary.counts.pairs": "Coincidências",
    "summary.counts.note": "Uma coincidência é um par formado por um item e uma entrada de uma lista; um item pode "
    "ter várias.",
    "all": "Total",
    # --- ledger ------------------------------------------------------------------------------------------------------
    "ledger": "Balanço",
    "ledger.note": "vistos = outros + mídias + em espera; mídias = analisados + não aceitos + com falha + excluídos + "
    "cifrados",
    "ledger.exhibit": "Peça",
    "ledger.all": "Todas as peças",
    "ledger.seen": "Vistos",
    "ledger.not_media": "Outros",
    "ledger.media": "Mídias",
    "ledger.analysed": "Analisados",
    "ledger.unsupported": "Não aceitos",
    "ledger.failed": "Com falha",
    "ledger.excluded": "Excluídos",
    "ledger.encrypted": "Cifrados",
    "ledger.pending": "Em espera",
    "ledger.properties": "Dos arquivos vistos: {properties}. Um arquivo pode ter várias destas propriedades.",
    "ledger.property.embedded": "{count} estão dentro de outros (arquivos compactados, imagens de disco, documentos, "
    "outras imagens)",
    "ledger.property.duplicates": "{count} têm os mesmos bytes que um anterior",
    "ledger.property.deleted": "{count} estavam apagados",
    "ledger.property.carved": "{count} foram achados por sua estrutura em bytes que não pertencem a nenhum arquivo",
    "ledger.property.containers": "{count} contêm outros",
    "ledger.property.differing": "{count} não têm um resumo que a evidência declara deles",
    "ledger.differing.text": "{count} arquivo(s) não têm um resumo que a própria evidência declara deles. Pode ser "
    "dano, alteração posterior ou erro do programa que o declarou.",
    # --- what exhibits share -----------------------------------------------------------------------------------------
    "shared.text": "Das imagens e filmes que puderam ser analisados, {things} estão em pelo menos duas peças. A tabela "
    "os conta para cada par de peças.",
    "shared.none": "Nenhum par de peças contém a mesma imagem ou o mesmo filme, até onde os hashes guardados dizem.",
    "shared.unmade": "As imagens e os filmes foram comparados apenas por bytes iguais; outras formas (menores, "
    "espelhadas, salvas de novo) não foram procuradas.",
    "shared.first": "Peça",
    "shared.second": "e peça",
    "shared.exact": "imagens, bytes iguais",
    "shared.near": "imagens, outra forma",
    "shared.exact_films": "filmes, bytes iguais",
    "shared.near_films": "filmes, outra forma",
    "shared.cameras": "números de série de câmera em ambas",
    "shared.note": "Bytes iguais: o SHA-256 coincide. Outra forma: ambas as peças têm conteúdos de um mesmo grupo, "
    "reunido por dois hashes, por traços locais ou pelos quadros dos filmes; é um indício a ser olhado e "
    "não diz quem copiou o quê. Os números de série são os que os arquivos informam.",
    # --- exhibits ----------------------------------------------------------------------------------------------------
    "exhibits.label": "Peça",
    "exhibits.kind": "Tipo",
    "exhibits.added": "Acrescentada ao caso",
    # --- items -------------------------------------------------------------------------------------------------------
    "item": "Item {number}",
    "items.order": "Ordenados por classe de coincidência (resumo igual, imagem semelhante, filme semelhante) e "
    "depois por número do item. Os números são os mesmos em todas as variantes e formatos deste relatório.",
    "items.overview": "Visão geral",
    "items.none": "Nenhum item tem coincidência.",
    "items.number": "Item",
    "items.kind": "Coincidência",
    "items.closest": "Mais próxima",
    "items.exhibit": "Peça",
    "items.location": "Localização",
    "items.page": "Página",
    "item.location_bytes": "Nome exato (bytes hex.)",
    "item.origin": "Encontrado como",
    "origin.live": "arquivo existente",
    "origin.deleted": "arquivo apagado",
    "origin.carved": "recuperado de bytes que não pertencem a nenhum arquivo",
    "item.name": "Outro caminho",
    "item.name.more": "e mais {more}; todos constam no relatório JSON",
    "item.stated.differs": "{algorithm} declarado por {by}: DIFERE",
    "item.type": "Tipo pelo conteúdo",
    "item.size": "Tamanho",
    "item.size.value": "{size} bytes",
    "item.dimensions": "Dimensões",
    "item.duration": "Duração",
    "item.md5": "MD5",
    "item.sha1": "SHA-1",
    "item.sha256": "SHA-256",
    "item.same_content": "Mesmo conteúdo que",
    "item.same_content.value": "item(ns) {numbers}",
    "item.same_content.more": "itens {numbers} e mais {more}",
    "item.perceptual.name": "{algorithm} v{version}",
    "item.quality": "qualidade {quality}",
    "item.dates": "Datas",
    "item.dates.none": "nenhuma encontrada no arquivo",
    "item.zone": "fuso {zone}",
    "item.zone.unknown": "fuso desconhecido",
    "item.indicators": "Indicadores",
    "item.issues": "Ocorrências",
    "item.metadata": "Metadados",
    "item.matches": "Coincidências",
    "item.clipped": "… ({length} caracteres; completo nos relatórios HTML e JSON)",
    "picture.mosaic": "Mosaico grosseiro do item {number}, propositadamente não reconhecível",
    "picture.preview": "Pré-visualização restrita do item {number}",
    "picture.withheld": "Sem imagens nesta variante",
    "picture.none": "Nenhuma imagem disponível",
    # --- matches -----------------------------------------------------------------------------------------------------
    "kind.exact": "Resumo igual",
    "kind.near": "Imagem semelhante",
    "kind.video": "Filme semelhante",
    "role.notable": "de interesse",
    "role.ignorable": "ignorável",
    "role.neutral": "neutra",
    "weak": "fraca",
    "card.title": "{kind}: lista “{list}” versão {version} ({role}), entrada {entry}",
    "card.label": "Rótulo da própria lista para a entrada",
    "card.label.note": "{label} (da lista, não é uma conclusão deste relatório)",
    "card.algorithm": "Comparado por",
    "card.query": "Valor do item",
    "card.reference": "Valor na lista",
    "card.distance": "Distância",
    "card.distance.features": "difere {distance} % da parte comum, limite {threshold} %",
    "card.distance.value": "{distance} de {bits} bits, limiar {threshold}",
    "card.quality": "Qualidade",
    "card.quality.value": "item {quality}, entrada da lista {reference}",
    "card.quality.unknown": "não indicada",
    "card.orientation": "Item comparado",
    "card.percent": "Concordância",
    "card.percent.value": "{query} % do item, {reference} % do filme da lista",
    "card.frames": "Quadros",
    "card.times": "Onde no filme",
    "card.note": "Nota",
    "card.exact": "O resumo {algorithm} do item é igual ao da lista; por isso são tomados como o mesmo conteúdo de "
    "arquivo. O que a lista diz dele não foi verificado.",
    "card.exact.weak": "O resumo {algorithm} do item é igual ao da lista. {algorithm} por si só é fraco: podem ser "
    "fabricados arquivos diferentes com o mesmo {algorithm}.",
    "card.features": "traços locais coincidem; difere {distance} % da parte comum, limite {threshold} %; é um indício, "
    "não uma identificação",
    "card.near": "distância {distance} de {bits} bits, limiar {threshold}{quality}{orientation}; é um indício, não "
    "uma identificação.",
    "card.small": "hashes de grão grosso concordam ({names}): em conjunto diferem {distance} de {bits} bits, "
    "admitiam-se até {threshold}, cada hash dentro do seu limite{compared}. Imagens sem relação podem concordar "
    "assim; é um indício, não uma identificação.",
    "card.near.quality": ", qualidade {quality}",
    "card.near.orientation": "; {orientation}",
    "card.view": "Parte comparada",
    "card.near.view": "; comparado: {view}",
    "view.frame": "quadro {number} da animação",
    "view.page": "página {number}",
    "view.tile": "parte {number} da colagem",
    "view.inner": "a imagem dentro da imagem",
    "view.inner_number": "a imagem dentro da imagem (leitura {number})",
    "view.frame_at": "o quadro no segundo {seconds} do filme",
    "view.inner_at": "a imagem dentro do quadro no segundo {seconds} do filme",
    "card.video": "{query} % dos quadros do item e {reference} % dos quadros do filme da lista são semelhantes; "
    "par de quadros mais próximo: distância {distance} de {bits} bits, limiar {threshold}{quality}{orientation}; "
    "é um indício, não uma identificação.",
    "card.weak": "A coincidência é fraca e exige cuidado especial.",
    "card.chance": "Coincidências por acaso",
    "chance.card": "Em uma comparação deste tamanho ({hashes} hashes com {entries} entradas) esperam-se por acaso no "
    "máximo {upper} coincidências de imagens sem relação a {distance} bits ou menos (limite superior de 95 %, "
    "calibração “{calibration}”). {seen} dos seus {pairs} pares estão tão próximos{expected}. Trata-se de imagens sem "
    "relação do seu tipo, não de cenas parecidas, edições de uma imagem ou imagens feitas em série.",
    "chance.expected": ", o que seriam {expected} coincidências em tal comparação",
    "chance.none": "Não foi calibrado com que frequência imagens ou filmes sem relação coincidem deste modo por acaso.",
    "chance.calibration": "Quanto significa uma coincidência por semelhança: na calibração “{calibration}” ({id}) "
    "compararam-se {pairs} pares de {pictures} imagens tidas como sem relação, do mesmo modo que na busca. Imagens: "
    "{note}.",
    "chance.list": "Lista “{name}” versão {version}: {hashes} hashes PDQ do caso foram comparados com {entries} "
    "entradas. A {distance} bits ou menos esperam-se por acaso no máximo {upper} coincidências de imagens sem relação "
    "em uma comparação deste tamanho (limite superior de 95 %, calibração “{calibration}”); {seen} de {pairs} pares "
    "estão tão próximos.",
    "chance.scope": "Os limites valem embora os pares partilhem imagens. Onde nenhum par está tão próximo, o limite "
    "diz apenas quão pequena é a amostra. Tudo isto se refere a imagens sem relação do tipo da calibração: nada diz "
    "de imagens da mesma cena ou de uma parecida, de edições de uma imagem ou de imagens feitas em série, e não mede "
    "se uma coincidência está correta. Filmes, seus quadros e outros hashes que não PDQ não estão calibrados.",
    "orientation.original": "tal como está armazenado",
    "orientation.rotate90": "girado um quarto de volta para a esquerda",
    "orientation.rotate180": "girado meia volta",
    "orientation.rotate270": "girado um quarto de volta para a direita",
    "orientation.flipx": "espelhado de cima para baixo",
    "orientation.flipy": "espelhado da esquerda para a direita",
    "orientation.flip_plus1": "espelhado pela diagonal principal",
    "orientation.flip_minus1": "espelhado pela outra diagonal",
    "frames.value": "{matched} de {considered} do item, {reference_matched} de {reference_considered} da lista",
    "times.value": "de {first} a {last}",
    "duration.frames": "{duration}, {frames} quadros com hash",
    "duration.unknown": "não indicada pelo arquivo",
    # --- negative findings, lists, thresholds, tools -----------------------------------------------------------------
    "negative.exact_only": "Só resumos foram comparados. Imagens e filmes parecidos não foram procurados, seja o que "
    "for que uma lista contenha.",
    "negative.list": "Verificado com a lista “{name}” versão {version} ({entries}): nenhuma coincidência.",
    "negative.partial": "A lista “{name}” versão {version} não foi comparada com tudo: itens foram analisados depois "
    "da comparação, ou esta foi interrompida. Sobre esses itens e esta lista o relatório nada afirma.",
    "negative.nolists": "Nenhuma lista de hashes foi utilizada: o relatório nada afirma sobre material conhecido.",
    "negative.every": "Cada lista utilizada tem pelo menos uma coincidência.",
    "negative.note": "Não haver coincidência significa que nenhuma entrada destas versões das listas concordou "
    "dentro dos limiares. Não significa que não haja material relevante.",
    "lists.name": "Lista",
    "lists.role": "Função",
    "lists.role.guessed": "{role} (não indicada na importação)",
    "lists.entries": "Entradas",
    "lists.refused": "Recusadas",
    "lists.matches": "Coincidências",
    "lists.imported": "Importada em",
    "lists.sha256": "SHA-256 do arquivo da lista",
    "lists.format": "Formato",
    "lists.version": "{name}, versão {version}",
    "lists.issued": "Emissor, versão, data",
    "lists.check": "Verificação da busca aproximada na importação",
    "lists.check.value": (
        "{kind}, até {radius} bits: perguntou-se por {asked} entradas alteradas; a busca encontrou os "
        "mesmos {pairs} pares que a comparação com todas as entradas"
    ),
    "threshold.name": "Configuração",
    "threshold.value": "Valor",
    "threshold.reason": "Motivo",
    "tools": "Ferramentas",
    "tools.name": "Programa",
    "tools.version": "Versão",
    "tools.licence": "Licença",
    # --- audit, verification, end ------------------------------------------------------------------------------------
    "audit.records": "Última entrada que alterou o caso",
    "audit.head": "SHA-256 dessa entrada",
    "audit.text": "Cada ato sobre o caso é uma linha do registro de auditoria, e cada linha traz o SHA-256 da "
    "anterior. O valor acima fixa o registro até essa entrada. As posteriores dizem apenas que o caso foi aberto, "
    "verificado ou objeto de relatório.",
    "audit.clock": "A hora deste relatório é a do relógio do equipamento. Se o laboratório a pediu à sua própria "
    "autoridade de carimbo do tempo, o carimbo está junto do relatório (MANIFEST.json.tst).",
    "audit.check": "Para verificar os arquivos do relatório, execute na pasta do relatório:",
    "audit.check.own": "ou, com este programa, para a pasta do relatório, o caso e o seu registro de auditoria:",
    "audit.rerun": "Para verificar os resultados, repita o exame das mesmas peças com as listas, configurações e "
    "versões nomeadas neste relatório; itens, resumos e coincidências devem ser os mesmos.",
    "signature.text": "Este relatório foi elaborado por um programa e não é assinado por ele. As linhas são para "
    "as pessoas que respondem por ele; qualquer declaração a um tribunal cabe a elas.",
    "signature.copy": "Não deve ser reproduzido, exceto na íntegra, sem a aprovação da unidade emissora.",
    "signature.examiner": "Perito: nome, qualificação",
    "signature.reviewer": "Revisor: nome",
    "signature.date": "Local e data",
    "signature.sign": "Assinatura",
    "end": "Fim do relatório {report_id}",
    # --- sentences that the case fills in ----------------------------------------------------------------------------
    "method.source": "As peças foram abertas somente para leitura e percorridas por completo. Links não foram "
    "seguidos. Todo arquivo visto é contado no balanço.",
    "method.type": "Imagens e filmes foram reconhecidos pelo conteúdo, nunca pelo nome.",
    "method.digests": "Os resumos MD5, SHA-1 e SHA-256 foram calculados sobre todos os bytes de cada imagem e "
    "filme em uma só leitura.",
    "method.decode": "Cada arquivo foi decodificado em um processo separado com limites de tempo e memória. Um "
    "arquivo que não pôde ser decodificado consta com a sua causa.",
    "method.barrier.filter": "No sistema em que este relatório foi feito, o núcleo nega a esses processos toda escrita "
    "em arquivos, todo início de um programa e toda conexão de rede (filtro seccomp); isso foi testado em um processo "
    "desse tipo para este relatório.",
    "method.barrier.limits": "No sistema em que este relatório foi feito, nenhum filtro do núcleo impede esses "
    "processos de escrever ou de usar uma rede; limites de tempo, de memória e de tamanho de arquivo os contêm.",
    "method.barrier.none": "No sistema em que este relatório foi feito, só o limite de tempo contém esses processos.",
    "method.perceptual": "De cada imagem decodificada foram calculados estes hashes perceptuais: {algorithms}. Um "
    "hash perceptual descreve o padrão grosseiro de luz e sombra. Imagens que se parecem têm hashes que diferem "
    "em poucos bits.",
    "method.views": "Todas as páginas dos documentos e todos os quadros das animações foram examinados; dos que "
    "diferem foi calculado um hash junto ao do primeiro. Os arquivos que estão dentro de outros (miniaturas, imagens "
    "secundárias, filmes anexados) foram analisados como itens próprios.",
    "method.inner": "Quando uma imagem está dentro da imagem (com bordas, faixas, legendas, a tela de um telefone ou "
    "uma colagem ao redor), também foi calculado o seu hash. Cada coincidência nomeia a parte comparada.",
    "method.exact": "Comparação exata: os resumos SHA-256, SHA-1 e MD5 foram procurados nas listas.",
    "method.near": "Comparação por semelhança: o hash PDQ de cada imagem, como armazenada, girada e espelhada "
    "(oito formas), foi comparado com cada entrada PDQ das listas. Nenhuma busca aproximada foi usada.",
    "method.video": "Comparação de filmes: foram tomados quadros de cada filme ({sampling}), e o hash PDQ de cada "
    "um foi comparado com os dos filmes das listas. As porcentagens dizem quanto de cada filme tem um quadro "
    "semelhante no outro.",
    "method.sampling.interval": "pelo menos um a cada {seconds} s, mais onde a imagem muda",
    "method.sampling.key": "apenas quadros-chave",
    "method.people": "O programa não atribui categorias nem tira conclusões sobre o que uma imagem mostra.",
    "method.known_answers": "Ao elaborar o relatório, o programa repetiu as {count} verificações de resposta "
    "conhecida dos algoritmos de hash utilizados; todas concordaram.",
    "method.known_answers.failed": "Ao elaborar o relatório, {failed} de {count} verificações de resposta "
    "conhecida dos algoritmos de hash NÃO concordaram: {details}",
    "method.undecoded": "Nada foi decodificado: se um arquivo é uma imagem ou um filme foi deduzido só de seus "
    "primeiros bytes. Não há hashes do que as imagens mostram nem prévias.",
    "method.norecipe": "Nada foi analisado ainda; por isso não se podem indicar as configurações de uma análise.",
    "setting.profile": "Perfil",
    "setting.perceptual": "Hashes perceptuais de imagens",
    "setting.interval": "Quadros de filme tomados",
    "setting.max_frames": "Máximo de quadros com hash por filme",
    "setting.max_pixels": "Máximo de pixels de uma imagem ou quadro",
    "exhibit.kind.folder": "pasta",
    "exhibit.kind.file": "arquivo único",
    "date.filesystem": "sistema de arquivos: modificado",
    "threshold.exact": "Coincidência exata",
    "threshold.exact.value": "SHA-256, SHA-1 ou MD5 igual",
    "threshold.exact.reason": "Decide o resumo mais forte que a entrada da lista traz. Uma coincidência só em MD5, "
    "ou com resumos que se contradizem, é marcada como fraca: podem ser fabricados arquivos diferentes com o "
    "mesmo MD5.",
    "threshold.pdq_distance": "Distância PDQ",
    "threshold.pdq_distance.value": "no máximo {value} de 256 bits",
    "threshold.pdq_distance.reason": "O ponto de partida que os autores do PDQ publicam. Valores maiores encontram "
    "mais cópias editadas e mais imagens sem relação.",
    "threshold.pdq_quality": "Qualidade PDQ",
    "threshold.pdq_quality.value": "pelo menos {value} de 100 em ambos os lados",
    "threshold.pdq_quality.reason": "Imagens com pouco detalhe (áreas lisas, texto) têm hashes instáveis. Uma "
    "entrada de lista sem qualidade indicada é comparada, e a sua coincidência o diz.",
    "threshold.pdq_firm_quality": "Qualidade PDQ de uma coincidência firme",
    "threshold.pdq_firm_quality.value": "pelo menos {value} de 100",
    "threshold.pdq_firm_quality.reason": "Perto do limite inferior o hash é menos estável; tal coincidência é "
    "mantida e marcada como fraca.",
    "threshold.orientations": "Orientações",
    "threshold.orientations.value": "os {value} giros e espelhamentos do item",
    "threshold.orientations.reason": "O PDQ muda quando uma imagem é girada ou espelhada, e as listas trazem uma "
    "só orientação.",
    "threshold.frame_distance": "Distância entre quadros de filme",
    "threshold.frame_distance.value": "no máximo {value} de 256 bits",
    "threshold.frame_distance.reason": "A configuração publicada do vPDQ: os quadros são comparados como as imagens.",
    "threshold.frame_quality": "Qualidade dos quadros de filme",
    "threshold.frame_quality.value": "pelo menos {value} de 100 em ambos os lados",
    "threshold.frame_quality.reason": "Quadros com pouco detalhe não são considerados, pela mesma razão que nas "
    "imagens.",
    "threshold.film_percent": "Concordância de filmes",
    "threshold.film_percent.value": "pelo menos {value} % dos quadros considerados de um dos dois filmes",
    "threshold.film_percent.reason": "Se o item a atinge, é muito parecido com uma parte do filme da lista; se o "
    "filme da lista a atinge, o item parece contê-lo. Ambas as porcentagens são sempre indicadas.",
    "threshold.film_frames": "Número mínimo de quadros de filme",
    "threshold.film_frames.value": "{value}, ou todos os quadros considerados de um filme mais curto",
    "threshold.film_frames.reason": "Um único quadro comum, como um título ou um logotipo, não faz coincidir "
    "filmes longos. Uma coincidência com menos quadros é marcada como fraca.",
    "threshold.phash_distance": "Distância pHash",
    "threshold.phash_distance.value": "no máximo {value} de 64 bits",
    "threshold.phash_distance.reason": "Um hash de 64 bits sozinho nunca produz uma correspondência por padrão; só "
    "conta junto com outro da mesma entrada da lista.",
    "threshold.dhash_distance": "Distância dHash",
    "threshold.dhash_distance.value": "no máximo {value} de 64 bits",
    "threshold.dhash_distance.reason": "Um hash de 64 bits sozinho nunca produz uma correspondência por padrão; só "
    "conta junto com outro da mesma entrada da lista.",
    "threshold.ahash_distance": "Distância aHash",
    "threshold.ahash_distance.value": "no máximo {value} de 64 bits",
    "threshold.ahash_distance.reason": "Um hash de 64 bits sozinho nunca produz uma correspondência por padrão; só "
    "conta junto com outro da mesma entrada da lista.",
    "threshold.whash_distance": "Distância wHash",
    "threshold.whash_distance.value": "no máximo {value} de 64 bits",
    "threshold.whash_distance.reason": "Um hash de 64 bits sozinho nunca produz uma correspondência por padrão; só "
    "conta junto com outro da mesma entrada da lista.",
    "threshold.three_pdq_distance": "Distância PDQ, três hashes",
    "threshold.three_pdq_distance.value": "no máximo {value} de 256 bits",
    "threshold.three_pdq_distance.reason": "Um texto posto sobre uma imagem ou uma compressão forte pode levar um "
    "hash para além do seu próprio limite. Onde PDQ, pHash e dHash da mesma entrada da lista concordam todos, o PDQ "
    "conta até esta distância, se ambos os lados indicarem uma qualidade suficiente. Tal correspondência é sempre "
    "marcada como fraca.",
    "threshold.three_small_distance": "Distância pHash ou dHash, três hashes",
    "threshold.three_small_distance.value": "no máximo {value} de 64 bits",
    "threshold.three_small_distance.reason": "Onde PDQ, pHash e dHash da mesma entrada da lista concordam todos, um "
    "de pHash e dHash tem de estar dentro do seu próprio limite, o outro dentro deste.",
    "threshold.small_hashes_agree": "Hashes de grão grosso que concordam",
    "threshold.small_hashes_agree.value": "pelo menos {value} diferentes da mesma entrada",
    "threshold.small_hashes_agree.reason": "Imagens sem relação são muitas vezes próximas em um desses hashes, "
    "raramente em dois de tipo diferente. Tal correspondência é sempre marcada como fraca.",
    "threshold.photodna_distance": "Distância PhotoDNA",
    "threshold.photodna_distance.value": "no máximo {value} (soma dos quadrados das diferenças de 144 bytes)",
    "threshold.photodna_distance.reason": "O valor do IPED. Os valores PhotoDNA são comparados tal como o caso e a "
    "lista os traziam; o programa não os calcula.",
    "threshold.photodna_variety": "Variedade dos valores PhotoDNA",
    "threshold.photodna_variety.value": "mais de {value} dos bytes vizinhos diferem",
    "threshold.photodna_variety.reason": "O valor do IPED: valores quase uniformes nada dizem.",
    "threshold.crowded_contents": "Entrada de lista concorrida",
    "threshold.crowded_contents.value": "próxima de mais de {value} conteúdos diferentes",
    "threshold.crowded_contents.reason": "Uma entrada que se parece com muitíssimas imagens diz pouco sobre cada uma; "
    "tais correspondências são marcadas como fracas.",
    "threshold.crowded_entries": "Conteúdo concorrido",
    "threshold.crowded_entries.value": "próximo de mais de {value} entradas de uma lista",
    "threshold.crowded_entries.reason": "Uma imagem que se parece com muitíssimas entradas é provavelmente de um "
    "padrão comum; tais correspondências são marcadas como fracas.",
    "threshold.nearest_distance": "Entrada mais próxima que não é correspondência",
    "threshold.nearest_distance.value": "procurada até {value} de 256 bits",
    "threshold.nearest_distance.reason": "Diz a que distância de uma correspondência está um conteúdo; não produz "
    "nenhuma.",
    "threshold.nearest_entries": "Listas em que se procura a entrada mais próxima",
    "threshold.nearest_entries.value": "as de até {value} hashes ou quadros",
    "threshold.nearest_entries.reason": "Em listas mais longas essa procura demora muitas vezes mais.",
    "threshold.policy": "Política",
    "threshold.policy.value": "{value}",
    "threshold.policy.reason": "O identificador de todos os valores desta tabela em conjunto; cada correspondência "
    "nomeia a política com que foi feita. Com outros valores correspondem outras imagens.",
    "card.distance.photodna": "{distance} (soma das diferenças ao quadrado), limite {threshold}",
    "card.photodna": "os valores PhotoDNA que o caso e a lista traziam estão a uma distância quadrática de {distance}, "
    "limite {threshold}. O programa não os calculou; é um indício, não uma identificação.",
    "card.dismissed": "Não é correspondência",
    "card.dismissed.value": "segundo {examiner} em {at}: {reason}",
    "card.dismissed.carried": "trazido da versão {version} da lista, entrada {entry} com o mesmo valor; sobre ela "
    "disse-o {examiner} em {at}: {reason}",
    "summary.dismissed": "Um perito disse de {count} correspondência(s) que não o são. São mostradas, marcadas, com o "
    "motivo.",
    "negative.reach": "Lista “{name}” versão {version}: dos conteúdos sem correspondência a entrada mais próxima foi "
    "procurada até {distance} de 256 bits; onde nenhuma é nomeada, não há nenhuma dentro dessa distância.",
    "negative.unasked": "Lista “{name}” versão {version}: não foi calculada a entrada mais próxima dos conteúdos sem "
    "correspondência; a lista tem {count} hashes ou quadros e listas com mais de {limit} não são consultadas.",
    "negative.nearest": "Lista “{name}” versão {version}: dos conteúdos sem correspondência conhece-se a entrada mais "
    "próxima de {compared}; a menor distância é {distance} de 256 bits, limite {threshold}.",
    "negative.gated": "Lista “{name}” versão {version}: {count} conteúdo(s) de imagem não foram comparados por PDQ, "
    "pois a sua qualidade está abaixo do mínimo.",
    "conflict": "Rótulos diferentes para um mesmo conteúdo (SHA-256 {sha256}): {labels}. São mostrados lado a lado; "
    "nenhum é preferido.",
    "conflict.label": "“{label}” segundo a lista “{list}” versão {version}, entrada {entry}",
    "limits.lead": "Uma imagem ou um filme semelhante é um indício. A distância mede a semelhança de padrões "
    "grosseiros, não a identidade: imagens sem relação podem estar próximas e uma cópia editada pode estar "
    "distante.",
    "limits.exact": "Um resumo igual diz que o conteúdo do arquivo é o da lista. Não diz quem fez, guardou, viu ou "
    "conhecia o arquivo.",
    "limits.list": "Categorias e rótulos são os da lista de hashes. Não são conclusões do perito nem deste "
    "programa, e uma lista pode conter erros.",
    "limits.copies": "Vários itens podem ter o mesmo conteúdo. Muitas cópias são feitas sem ato algum de uma "
    "pessoa (caches, cópias de segurança, pré-visualizações, sincronização); o número de cópias não é um número "
    "de atos.",
    "limits.presence": "A presença de um arquivo não mostra como ele chegou ali. Download automático, programas de "
    "mensagens, caches, outros usuários e programas maliciosos são explicações possíveis que não foram "
    "examinadas.",
    "limits.dates": "As datas são indicadas como encontradas. Relógios podem estar errados, datas podem ser "
    "alteradas, e copiar altera as datas do sistema de arquivos. Onde não consta fuso horário, nenhum é suposto.",
    "limits.scope": "Arquivos compactados, imagens, backups e outros contêineres foram abertos até onde dizem o "
    "balanço e as listas do que não foi analisado. Os arquivos apagados e os recuperados pela sua estrutura são os "
    "que o balanço conta; podem existir outros restos. O que está cifrado e não pôde ser aberto não foi examinado.",
    "limits.formats": "Itens que constam como vistos e não analisados podem conter material relevante.",
    "limits.nomatch": "Imagens e filmes sem coincidência podem ser relevantes; não são descritos neste relatório.",
    "limits.frames": "Os filmes foram amostrados. O que só aparece entre dois quadros tomados não foi comparado.",
    "limits.metadata": "Metadados e nomes de arquivo podem ser editados ou faltar; são citados, não confirmados.",
    "limits.error": "As taxas de coincidências falsas e de coincidências perdidas não foram medidas para este "
    "caso. As verificações de resposta conhecida mostram que os algoritmos são "
    "calculados como publicados, não com que frequência a semelhança engana.",
    "limits.law": "Este relatório não contém nenhuma qualificação jurídica.",
    "limits.pictures": "Mosaicos e pré-visualizações são auxílios para encontrar um item; não são em si mesmos prova.",
}
