"""English wording. Names in braces are filled with values; evidence text is never used as a template."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # --- front page and page furniture -------------------------------------------------------------------------------
    "title": "Report on pictures and films",
    "subtitle": "Technical report: what was examined, what matched, and how each match can be checked",
    "restricted": "RESTRICTED",
    "restricted.long": "RESTRICTED: contains recognisable imagery. Handle under the rules for restricted material.",
    "number.point": ".",
    "page": "Page {page} of {pages}",
    "case": "Case",
    "report": "Report",
    "contents": "Contents",
    "skip": "Skip to the report",
    "front.number": "Case number",
    "front.examiner": "Examiner",
    "front.created": "Case opened",
    "front.report_id": "Report ID",
    "front.made_at": "Made at",
    "front.variant": "Variant",
    "front.program": "Made with",
    "front.note": "The report ID stands on every page. It is derived from the content of the report: reports with "
    "equal content have equal IDs.",
    "front.scope": "The results relate only to the exhibits named here. The program states no accreditation and no "
    "validation by a laboratory; the unit that uses it adds its own declaration.",
    "variant.court": "court: pictures are shown as coarse mosaics only",
    "variant.restricted": "restricted: small previews of the pictures are shown",
    "variant.disclosure": "disclosure: no imagery at all",
    # --- headings ----------------------------------------------------------------------------------------------------
    "section.summary": "Summary",
    "section.exhibits": "Exhibits and ledger",
    "section.shared": "What exhibits have in common",
    "section.results": "Results: items with a match",
    "section.negative": "Negative findings",
    "section.not_examined": "Seen and not analysed",
    "section.named": "Named like pictures or films, content not recognised",
    "section.issues": "Analysed, with issues",
    "section.method": "Method",
    "section.lists": "Hash lists used",
    "section.thresholds": "Thresholds and why they were chosen",
    "section.tools": "Settings and tools",
    "section.limits": "Limits and alternative explanations",
    "section.audit": "Audit log and how to verify",
    "section.signature": "Signature",
    # --- summary -----------------------------------------------------------------------------------------------------
    "summary.examined": "What was examined",
    "summary.examined.text": "{exhibits} exhibit(s) with {seen} files. {media} of them are pictures or films, or "
    "could not be ruled out; {analysed} were analysed, {left} were not. The pictures and films that could be "
    "read have {contents} different contents.",
    "summary.found": "What was found",
    "summary.found.text": "{items} item(s) have at least one match with a hash list: {exact} by equal digest, "
    "{near} by a similar picture, {video} by similar film frames (each item counted once, under its strongest "
    "kind).",
    "summary.found.none": "No item matched an entry of the lists used.",
    "summary.found.nolists": "No hash list was used, so nothing could match.",
    "summary.sure": "How sure",
    "summary.sure.exact": "Equal digest: the file has the same SHA-256, SHA-1 or MD5 value as the list entry. What "
    "the list says about its entry was not checked by the program.",
    "summary.sure.near": "Similar picture or film: a measured distance below a threshold. It is a lead for a "
    "person who looks at both, not an identification.",
    "summary.sure.weak": "{weak} item(s) have only weak matches: low picture quality, few film frames, agreement "
    "in MD5 alone, or digests that contradict each other.",
    "summary.left": "What was left out",
    "summary.left.text": "{not_examined} item(s) were seen and not analysed, {named} file(s) are named like "
    "pictures or films and were not recognised, {issues} item(s) were analysed with issues. Each is listed with "
    "its cause.",
    "summary.pending": "{pending} file(s) had not been examined when the report was made. The results are incomplete.",
    "summary.ledger_elsewhere": "The account of each exhibit stands in the section “{section}”.",
    "summary.counts": "Matches by kind",
    "summary.counts.items": "Items (strongest kind)",
    "summary.counts.pairs": "Matches",
    "summary.counts.note": "A match is a pair of one item and one list entry; an item can have several.",
    "all": "All",
    # --- ledger ------------------------------------------------------------------------------------------------------
    "ledger": "Ledger",
    "ledger.note": "seen = not media + media + waiting; media = analysed + unsupported + failed + excluded + encrypted",
    "ledger.exhibit": "Exhibit",
    "ledger.all": "All exhibits",
    "ledger.seen": "Seen",
    "ledger.not_media": "Not media",
    "ledger.media": "Media",
    "ledger.analysed": "Analysed",
    "ledger.unsupported": "Not supported",
    "ledger.failed": "Failed",
    "ledger.excluded": "Excluded",
    "ledger.encrypted": "Encrypted",
    "ledger.pending": "Waiting",
    "ledger.properties": "Of the files seen: {properties}. A file can have several of these properties.",
    "ledger.property.embedded": "{count} lie inside others (archives, images, documents, other pictures)",
    "ledger.property.duplicates": "{count} have the same bytes as an earlier one",
    "ledger.property.deleted": "{count} were deleted",
    "ledger.property.carved": "{count} were found by their structure in bytes that no file has",
    "ledger.property.containers": "{count} hold others",
    "ledger.property.differing": "{count} do not have a digest that the evidence states of them",
    "ledger.differing.text": "{count} file(s) do not have a digest that the evidence itself states of them. That can "
    "be damage, a later change, or a mistake of the program that stated it.",
    # --- what exhibits share -----------------------------------------------------------------------------------------
    "shared.text": "Of the pictures and films that could be analysed, {things} are held by at least two exhibits. The "
    "table counts them for each pair of exhibits.",
    "shared.none": "No two exhibits hold the same picture or film, as far as the stored hashes tell.",
    "shared.unmade": "Pictures and films were compared by equal bytes only; other forms of them (smaller, mirrored, "
    "saved again) were not looked for.",
    "shared.first": "Exhibit",
    "shared.second": "and exhibit",
    "shared.exact": "pictures, equal bytes",
    "shared.near": "pictures, another form",
    "shared.exact_films": "films, equal bytes",
    "shared.near_films": "films, another form",
    "shared.cameras": "camera serial numbers in both",
    "shared.note": "Equal bytes: SHA-256 agrees. Another form: both exhibits hold contents of one stack, which two "
    "hashes, local features or the frames of the films put together; that is a lead to be looked at, and "
    "says nothing about who made a copy of what. Serial numbers are what the files state.",
    # --- exhibits ----------------------------------------------------------------------------------------------------
    "exhibits.label": "Exhibit",
    "exhibits.kind": "Kind",
    "exhibits.added": "Added to the case",
    # --- items -------------------------------------------------------------------------------------------------------
    "item": "Item {number}",
    "items.order": "Ordered by kind of match (equal digest, similar picture, similar film), then by item number. "
    "Item numbers are the same in every variant and format of this report.",
    "items.overview": "Overview",
    "items.none": "No item has a match.",
    "items.number": "Item",
    "items.kind": "Match",
    "items.closest": "Closest",
    "items.exhibit": "Exhibit",
    "items.location": "Location",
    "items.page": "Page",
    "item.location_bytes": "Exact name (hex bytes)",
    "item.origin": "Found as",
    "origin.live": "live file",
    "origin.deleted": "deleted file",
    "origin.carved": "carved from bytes that no file has",
    "item.name": "Other path",
    "item.name.more": "and {more} more; all of them are in the JSON report",
    "item.stated.differs": "{algorithm} stated by {by}: DIFFERS",
    "item.type": "Type by content",
    "item.size": "Size",
    "item.size.value": "{size} bytes",
    "item.dimensions": "Dimensions",
    "item.duration": "Duration",
    "item.md5": "MD5",
    "item.sha1": "SHA-1",
    "item.sha256": "SHA-256",
    "item.same_content": "Same content as",
    "item.same_content.value": "item(s) {numbers}",
    "item.same_content.more": "items {numbers} and {more} more",
    "item.perceptual.name": "{algorithm} v{version}",
    "item.quality": "quality {quality}",
    "item.dates": "Dates",
    "item.dates.none": "none found in the file",
    "item.zone": "zone {zone}",
    "item.zone.unknown": "zone unknown",
    "item.indicators": "Indicators",
    "item.issues": "Issues",
    "item.metadata": "Metadata",
    "item.matches": "Matches",
    "item.clipped": "… ({length} characters; in full in the HTML and JSON reports)",
    "picture.mosaic": "Coarse mosaic of item {number}, not recognisable by design",
    "picture.preview": "Restricted preview of item {number}",
    "picture.withheld": "No imagery in this variant",
    "picture.none": "No picture available",
    # --- matches -----------------------------------------------------------------------------------------------------
    "kind.exact": "Equal digest",
    "kind.near": "Similar picture",
    "kind.video": "Similar film",
    "role.notable": "notable",
    "role.ignorable": "ignorable",
    "role.neutral": "neutral",
    "weak": "weak",
    "card.title": "{kind}: list “{list}” version {version} ({role}), entry {entry}",
    "card.label": "The list's own label for the entry",
    "card.label.note": "{label} (the list's, not a finding of this report)",
    "card.algorithm": "Compared by",
    "card.query": "Value of the item",
    "card.reference": "Value in the list",
    "card.distance": "Distance",
    "card.distance.features": "{distance} % of the overlap differs, threshold {threshold} %",
    "card.distance.value": "{distance} of {bits} bits, threshold {threshold}",
    "card.quality": "Quality",
    "card.quality.value": "item {quality}, list entry {reference}",
    "card.quality.unknown": "not stated",
    "card.orientation": "Item compared",
    "card.percent": "Agreement",
    "card.percent.value": "{query} % of the item, {reference} % of the listed film",
    "card.frames": "Frames",
    "card.times": "Where in the film",
    "card.note": "Note",
    "card.exact": "The {algorithm} digest of the item equals the one in the list, so the contents are taken to be "
    "the same file content; what the list says about it was not checked.",
    "card.exact.weak": "The {algorithm} digest of the item equals the one in the list. {algorithm} alone is weak: "
    "different files with the same {algorithm} can be made on purpose.",
    "card.features": "local features agree; {distance} % of the overlap differs, threshold {threshold} %; this is "
    "a lead, not an identification",
    "card.near": "distance {distance} of {bits} bits, threshold {threshold}{quality}{orientation}; this is a lead, "
    "not an identification.",
    "card.small": "coarse hashes agree ({names}): together {distance} of {bits} bits differ, up to {threshold} were "
    "allowed, each hash within its own limit{compared}. Unrelated pictures can agree like this; this is a lead, not an "
    "identification.",
    "card.near.quality": ", quality {quality}",
    "card.near.orientation": "; {orientation}",
    "card.view": "Part compared",
    "card.near.view": "; compared: {view}",
    "view.frame": "frame {number} of the animation",
    "view.page": "page {number}",
    "view.tile": "tile {number} of the collage",
    "view.inner": "the picture inside the picture",
    "view.inner_number": "the picture inside the picture (reading {number})",
    "view.frame_at": "the frame at {seconds} s of the film",
    "view.inner_at": "the picture inside the frame at {seconds} s of the film",
    "card.video": "{query} % of the item's frames and {reference} % of the listed film's frames are similar; "
    "closest pair of frames: distance {distance} of {bits} bits, threshold {threshold}{quality}{orientation}; "
    "this is a lead, not an identification.",
    "card.weak": "The match is weak and needs particular care.",
    "card.chance": "Chance matches",
    "chance.card": "In a comparison of this size ({hashes} hashes with {entries} entries) at most {upper} matches of "
    "unrelated pictures within {distance} bits are to be expected by chance (upper 95 % bound, calibration "
    "“{calibration}”). {seen} of its {pairs} pairs lie so close{expected}. This is about unrelated pictures of its "
    "kind, not about similar scenes, edits of one picture, or pictures taken in a row.",
    "chance.expected": ", which would be {expected} matches in such a comparison",
    "chance.none": "How often unrelated pictures or films meet in this way by chance has not been calibrated.",
    "chance.calibration": "How much a near match means: in the calibration “{calibration}” ({id}) {pairs} pairs of "
    "{pictures} pictures taken to be unrelated were compared as matching compares them. Pictures: {note}.",
    "chance.list": "List “{name}” version {version}: {hashes} PDQ hashes of the case were compared with {entries} "
    "entries. Within {distance} bits at most {upper} matches of unrelated pictures are to be expected by chance in a "
    "comparison of this size (upper 95 % bound, calibration “{calibration}”); {seen} of {pairs} pairs lie so close.",
    "chance.scope": "The bounds hold although pairs share pictures. Where no pair lies so close, a bound says only how "
    "small the sample is. All of this is about unrelated pictures of the calibration's kind: it says nothing about "
    "pictures of the same or a similar scene, edits of one picture, or pictures taken in a row, and it is no measure "
    "of whether a match is right. Films, frames of films and other hashes than PDQ are not calibrated.",
    "orientation.original": "as it is stored",
    "orientation.rotate90": "turned a quarter anticlockwise",
    "orientation.rotate180": "turned upside down",
    "orientation.rotate270": "turned a quarter clockwise",
    "orientation.flipx": "mirrored top to bottom",
    "orientation.flipy": "mirrored left to right",
    "orientation.flip_plus1": "mirrored along the main diagonal",
    "orientation.flip_minus1": "mirrored along the other diagonal",
    "frames.value": "{matched} of {considered} of the item, {reference_matched} of {reference_considered} of the list",
    "times.value": "{first} to {last}",
    "duration.frames": "{duration}, {frames} frames hashed",
    "duration.unknown": "not stated by the file",
    # --- negative findings, lists, thresholds, tools -----------------------------------------------------------------
    "negative.exact_only": "Only digests were compared. Similar pictures and films (near matches) were not looked for, "
    "whatever a list holds of them.",
    "negative.list": "Checked against list “{name}” version {version} ({entries}): no match.",
    "negative.partial": "List “{name}” version {version} was not compared with everything: items were analysed after "
    "the comparison, or it was stopped. About these items and this list the report makes no statement.",
    "negative.nolists": "No hash list was used: the report makes no statement on known material.",
    "negative.every": "Every list used has at least one match.",
    "negative.note": "No match means that no entry of these versions of the lists agreed within the thresholds. It "
    "does not mean that no relevant material is present.",
    "lists.name": "List",
    "lists.role": "Role",
    "lists.role.guessed": "{role} (not stated at import)",
    "lists.entries": "Entries",
    "lists.refused": "Refused",
    "lists.matches": "Matches",
    "lists.imported": "Imported",
    "lists.sha256": "SHA-256 of the list file",
    "lists.format": "Format",
    "lists.version": "{name}, version {version}",
    "lists.issued": "Issuer, version, date",
    "lists.check": "Check of near search at import",
    "lists.check.value": (
        "{kind}, within {radius} bits: {asked} altered entries were asked for; the search found the same "
        "{pairs} pairs as comparing with every entry"
    ),
    "threshold.name": "Setting",
    "threshold.value": "Value",
    "threshold.reason": "Why",
    "tools": "Tools",
    "tools.name": "Software",
    "tools.version": "Version",
    "tools.licence": "Licence",
    # --- audit, verification, end ------------------------------------------------------------------------------------
    "audit.records": "Last record that changed the case",
    "audit.head": "SHA-256 of that record",
    "audit.text": "Every act on the case is a line of the audit log, and each line carries the SHA-256 of the line "
    "before. The value above fixes the log up to that record. Later records say only that the case was opened, checked "
    "or reported on.",
    "audit.clock": "The time of this report is that of the workstation's clock. Where the laboratory asked a "
    "time-stamp authority of its own, the time stamp lies beside the report (MANIFEST.json.tst).",
    "audit.check": "To check the report files, run in the folder of the report:",
    "audit.check.own": "or, with this program, for the report folder, the case and its audit log:",
    "audit.rerun": "To check the results, repeat the examination of the same exhibits with the lists, settings and "
    "versions named in this report; items, digests and matches must be the same.",
    "signature.text": "This report was made by a program and is not signed by it. The lines are for the people who "
    "answer for it; any declaration to a court is theirs to add.",
    "signature.copy": "Not to be reproduced except in full without the approval of the issuing unit.",
    "signature.examiner": "Examiner: name, qualification",
    "signature.reviewer": "Reviewer: name",
    "signature.date": "Place and date",
    "signature.sign": "Signature",
    "end": "End of report {report_id}",
    # --- sentences that the case fills in ----------------------------------------------------------------------------
    "method.source": "The exhibits were opened read-only and walked through completely. Links were not followed. "
    "Every file that was seen is counted in the ledger.",
    "method.type": "Pictures and films were recognised by their content, never by their names.",
    "method.digests": "MD5, SHA-1 and SHA-256 digests were computed over all bytes of each picture and film in one "
    "read.",
    "method.decode": "Each file was decoded in a separate process with limits of time and memory. A file that "
    "could not be decoded is listed with its cause.",
    "method.barrier.filter": "On the system on which this report was made, the kernel refuses these processes any "
    "writing to files, any start of a program and any network connection (seccomp filter); this was tried in such a "
    "process for this report.",
    "method.barrier.limits": "On the system on which this report was made, no kernel filter keeps these processes from "
    "writing or from a network; limits of time, memory and file size hold them.",
    "method.barrier.none": "On the system on which this report was made, nothing but the limit of time holds these "
    "processes.",
    "method.perceptual": "From each decoded picture these perceptual hashes were computed: {algorithms}. A "
    "perceptual hash describes the coarse pattern of light and dark. Pictures that look alike have hashes that "
    "differ in few bits.",
    "method.views": "Every page of a document and every frame of an animation was looked at; those that differ were "
    "hashed beside the first. Files that lie inside others (thumbnails, secondary pictures, appended films) were "
    "analysed as items of their own.",
    "method.inner": "Where a picture lies inside the picture (within borders, bars, captions, a phone's screen, a "
    "collage), it was hashed, too. A match names the part that was compared.",
    "method.exact": "Exact matching: the SHA-256, SHA-1 and MD5 digests were looked up in the lists.",
    "method.near": "Near matching: the PDQ hash of each picture, as stored, turned and mirrored (eight ways), was "
    "compared with every PDQ entry of the lists. No approximate search was used.",
    "method.video": "Film matching: frames were taken from each film ({sampling}), and each frame's PDQ hash was "
    "compared with those of the listed films. The percentages say how much of either film has a similar frame in "
    "the other.",
    "method.sampling.interval": "at least one every {seconds} s, more where the picture changes",
    "method.sampling.key": "key frames only",
    "method.people": "The program sets no category and draws no conclusion about what a picture shows.",
    "method.known_answers": "When the report was made, the program repeated the {count} known-answer checks of the "
    "hash algorithms it had used; all agreed.",
    "method.known_answers.failed": "When the report was made, {failed} of {count} known-answer checks of the hash "
    "algorithms did NOT agree: {details}",
    "method.undecoded": "Nothing was decoded: whether a file is a whole picture or film was told from its first bytes "
    "only. There are no hashes of what pictures show, and no previews.",
    "method.norecipe": "Nothing has been analysed yet, so no settings of an analysis can be named.",
    "setting.profile": "Profile",
    "setting.perceptual": "Perceptual hashes of pictures",
    "setting.interval": "Film frames taken",
    "setting.max_frames": "Most frames hashed of one film",
    "setting.max_pixels": "Most pixels of one picture or frame",
    "exhibit.kind.folder": "folder",
    "exhibit.kind.file": "single file",
    "date.filesystem": "file system: modified",
    "threshold.exact": "Exact match",
    "threshold.exact.value": "equal SHA-256, SHA-1 or MD5",
    "threshold.exact.reason": "The strongest digest that a list entry carries decides. A match in MD5 alone, or "
    "with digests that contradict each other, is marked weak: different files with the same MD5 can be made on "
    "purpose.",
    "threshold.pdq_distance": "PDQ distance",
    "threshold.pdq_distance.value": "at most {value} of 256 bits",
    "threshold.pdq_distance.reason": "The starting point that the authors of PDQ publish. Larger values find more "
    "edited copies and more unrelated pictures.",
    "threshold.pdq_quality": "PDQ quality",
    "threshold.pdq_quality.value": "at least {value} of 100 on both sides",
    "threshold.pdq_quality.reason": "Pictures with little detail (even areas, plain text) have unstable hashes. A "
    "list entry that states no quality is compared, and its match says so.",
    "threshold.pdq_firm_quality": "PDQ quality of a firm match",
    "threshold.pdq_firm_quality.value": "at least {value} of 100",
    "threshold.pdq_firm_quality.reason": "Close to the lower limit the hash is less stable; such a match is kept "
    "and marked weak.",
    "threshold.orientations": "Orientations",
    "threshold.orientations.value": "all {value} rotations and mirrors of the item",
    "threshold.orientations.reason": "PDQ changes when a picture is turned or mirrored, and lists carry one "
    "orientation only.",
    "threshold.frame_distance": "Distance of film frames",
    "threshold.frame_distance.value": "at most {value} of 256 bits",
    "threshold.frame_distance.reason": "The published setting of vPDQ: frames are compared as pictures are.",
    "threshold.frame_quality": "Quality of film frames",
    "threshold.frame_quality.value": "at least {value} of 100 on both sides",
    "threshold.frame_quality.reason": "Frames with little detail are not considered, for the same reason as pictures.",
    "threshold.film_percent": "Agreement of films",
    "threshold.film_percent.value": "at least {value} % of the considered frames of one of the two films",
    "threshold.film_percent.reason": "If the item reaches it, it is much like a part of the listed film; if the "
    "listed film does, the item seems to contain it. Both percentages are always stated.",
    "threshold.film_frames": "Least number of film frames",
    "threshold.film_frames.value": "{value}, or all considered frames of a shorter film",
    "threshold.film_frames.reason": "A single common frame, such as a title or a logo, makes no match of long "
    "films. A match on fewer frames is marked weak.",
    "threshold.phash_distance": "pHash distance",
    "threshold.phash_distance.value": "at most {value} of 64 bits",
    "threshold.phash_distance.reason": "A hash of 64 bits alone never makes a match by default; it only counts "
    "together with another one of the same list entry.",
    "threshold.dhash_distance": "dHash distance",
    "threshold.dhash_distance.value": "at most {value} of 64 bits",
    "threshold.dhash_distance.reason": "A hash of 64 bits alone never makes a match by default; it only counts "
    "together with another one of the same list entry.",
    "threshold.ahash_distance": "aHash distance",
    "threshold.ahash_distance.value": "at most {value} of 64 bits",
    "threshold.ahash_distance.reason": "A hash of 64 bits alone never makes a match by default; it only counts "
    "together with another one of the same list entry.",
    "threshold.whash_distance": "wHash distance",
    "threshold.whash_distance.value": "at most {value} of 64 bits",
    "threshold.whash_distance.reason": "A hash of 64 bits alone never makes a match by default; it only counts "
    "together with another one of the same list entry.",
    "threshold.three_pdq_distance": "PDQ distance, three hashes",
    "threshold.three_pdq_distance.value": "at most {value} of 256 bits",
    "threshold.three_pdq_distance.reason": "Words laid over a picture or a strong compression can move a hash beyond "
    "its own limit. Where PDQ, pHash and dHash of the same list entry all agree, PDQ counts up to this distance, if "
    "both sides state a sufficient quality. Such a match is always marked weak.",
    "threshold.three_small_distance": "pHash or dHash distance, three hashes",
    "threshold.three_small_distance.value": "at most {value} of 64 bits",
    "threshold.three_small_distance.reason": "Where PDQ, pHash and dHash of the same list entry all agree, one of "
    "pHash and dHash has to be within its own limit, the other within this one.",
    "threshold.small_hashes_agree": "Coarse hashes that agree",
    "threshold.small_hashes_agree.value": "at least {value} different ones of the same entry",
    "threshold.small_hashes_agree.reason": "Unrelated pictures are often close in one such hash, seldom in two of "
    "different kind. Such a match is always marked weak.",
    "threshold.photodna_distance": "PhotoDNA distance",
    "threshold.photodna_distance.value": "at most {value} (sum of squared differences of 144 bytes)",
    "threshold.photodna_distance.reason": "The figure of IPED. PhotoDNA values are compared as the case and the list "
    "carried them; the program does not compute them.",
    "threshold.photodna_variety": "Variety of PhotoDNA values",
    "threshold.photodna_variety.value": "more than {value} of neighbouring bytes differ",
    "threshold.photodna_variety.reason": "The figure of IPED: values that are nearly even say nothing.",
    "threshold.crowded_contents": "Crowded list entry",
    "threshold.crowded_contents.value": "near more than {value} different contents",
    "threshold.crowded_contents.reason": "An entry that resembles very many pictures says little about each of them; "
    "such matches are marked weak.",
    "threshold.crowded_entries": "Crowded content",
    "threshold.crowded_entries.value": "near more than {value} entries of one list",
    "threshold.crowded_entries.reason": "A picture that resembles very many entries is probably of a common pattern; "
    "such matches are marked weak.",
    "threshold.nearest_distance": "Nearest entry that is no match",
    "threshold.nearest_distance.value": "looked for up to {value} of 256 bits",
    "threshold.nearest_distance.reason": "It tells how far from a match a content is, and makes none.",
    "threshold.nearest_entries": "Lists asked for their nearest entry",
    "threshold.nearest_entries.value": "those of up to {value} hashes or frames",
    "threshold.nearest_entries.reason": "In longer lists that search takes many times as long.",
    "threshold.policy": "Policy",
    "threshold.policy.value": "{value}",
    "threshold.policy.reason": "The identifier of all values of this table together; each match names the policy under "
    "which it was made. Under other values other pictures match.",
    "card.distance.photodna": "{distance} (sum of squared differences), threshold {threshold}",
    "card.photodna": "PhotoDNA values that the case and the list carried lie at a squared distance of {distance}, "
    "threshold {threshold}. The program did not compute them; this is a lead, not an identification.",
    "card.dismissed": "Not a match",
    "card.dismissed.value": "said by {examiner} on {at}: {reason}",
    "card.dismissed.carried": "carried over from version {version} of the list, entry {entry} with the same value; "
    "said of that one by {examiner} on {at}: {reason}",
    "summary.dismissed": "An examiner said of {count} match(es) that they are none. They are shown, marked, with the "
    "reason.",
    "negative.reach": "List “{name}” version {version}: of contents without a match the nearest entry was looked for "
    "up to {distance} of 256 bits; where none is named, none lies within that.",
    "negative.unasked": "List “{name}” version {version}: how far the nearest entry lies from contents without a match "
    "was not computed, as the list has {count} hashes or frames and lists of more than {limit} are not asked.",
    "negative.nearest": "List “{name}” version {version}: of the contents without a match, the nearest entry of "
    "{compared} is known; the closest lies at {distance} of 256 bits, threshold {threshold}.",
    "negative.gated": "List “{name}” version {version}: {count} picture content(s) were not compared by PDQ, as their "
    "quality lies under the gate.",
    "conflict": "Different labels for one content (SHA-256 {sha256}): {labels}. They are shown side by side; none is "
    "preferred.",
    "conflict.label": "“{label}” by list “{list}” version {version}, entry {entry}",
    "limits.lead": "A similar picture or film is a lead. The distance measures likeness of coarse patterns, not "
    "identity: unrelated pictures can be close, and an edited copy can be far.",
    "limits.exact": "An equal digest says that the file content equals the listed one. It does not say who made, "
    "stored, saw or knew of the file.",
    "limits.list": "Categories and labels are those of the hash list. They are not findings of the examiner or of "
    "this program, and a list can contain errors.",
    "limits.copies": "Several items can have the same content. Copies are often made without any act of a person "
    "(caches, backups, previews, synchronisation); the number of copies is not a number of acts.",
    "limits.presence": "That a file is present does not show how it got there. Automatic download, messaging "
    "programs, caches, other users and malicious software are possible explanations that were not examined.",
    "limits.dates": "Dates are reported as found. Clocks can be wrong, dates can be changed, and copying changes "
    "dates of the file system. Where no time zone is stated none is assumed.",
    "limits.scope": "Archives, images, backups and other containers were opened as far as the ledger and the lists of "
    "what was not analysed say. Deleted and carved files are those that the ledger counts; further remnants can exist. "
    "What is encrypted and could not be opened was not examined.",
    "limits.formats": "Items listed as seen and not analysed may contain relevant material.",
    "limits.nomatch": "Pictures and films without a match may be relevant; they are not described in this report.",
    "limits.frames": "Films were sampled. What is shown only between two sampled frames was not compared.",
    "limits.metadata": "Metadata and file names can be edited or missing; they are quoted, not confirmed.",
    "limits.error": "The rates of false and of missed matches were not measured for this case. "
    "Known-answer checks show that the algorithms are computed as published, not how often likeness "
    "misleads.",
    "limits.law": "This report contains no legal classification.",
    "limits.pictures": "Mosaics and previews are aids for finding an item; they are not evidence themselves.",
}
