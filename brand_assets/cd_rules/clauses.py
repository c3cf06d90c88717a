"""Owns in German what the rules of design enforce; statutes and standards keep their names."""

IN_GERMAN = {
    "Ad template, kinds and limits of fields": "Vorlage, Arten und Grenzen der Felder",
    "Ad template, required fields": "Vorlage, Pflichtangaben",
    "Ad template, fields that must be changed": "Vorlage, Angaben zum Anpassen",
    "Ad template, OpenType features": "Vorlage, OpenType-Funktionen",
    "Brand kit, text styles: size ranges": "Markenpaket, Textstile: Größen",
    "Brand kit, text styles: size, leading and tracking": (
        "Markenpaket, Textstile: Größe, Zeilenabstand und Laufweite"
    ),
    "Brand kit, wordings": "Markenpaket, Wortwahl",
    "Brand kit, preferred wordings": "Markenpaket, bevorzugte Wörter",
    "Brand kit, legal lines; UWG §§ 5a, 5b": "Markenpaket, Rechtstexte; UWG §§ 5a, 5b",
    "Brand kit, limits: effective resolution by medium": (
        "Markenpaket, Grenzen: Auflösung je Medium"
    ),
    "Brand kit, photos: one subject, wholly visible": (
        "Markenpaket, Fotos: ein Motiv, ganz zu sehen"
    ),
    "Brand kit, colours": "Markenpaket, Farben",
    "Brand kit, contrast table": "Markenpaket, Kontrasttabelle",
    "Brand kit, total ink; output profile": "Markenpaket, Farbauftrag; Druckprofil",
    "Brand kit, limits: smallest type": "Markenpaket, Grenzen: kleinste Schrift",
    "Brand kit, limits: smallest type in rich black; print practice": (
        "Markenpaket, Grenzen: kleinste Schrift in Schwarz aus mehreren Farben; Druckpraxis"
    ),
    "Brand kit, fonts and fallbacks": "Markenpaket, Schriften und Ersatzschriften",
    "Brand kit, logo: clear space": "Markenpaket, Logo: Schutzraum",
    "Brand kit, logo: smallest height": "Markenpaket, Logo: kleinste Höhe",
    "Brand kit, logo: never tilted or distorted": "Markenpaket, Logo: nie gedreht oder verzerrt",
    "Brand kit, logo: never recoloured": "Markenpaket, Logo: nie umgefärbt",
    "Brand kit, logo: variants by medium and channel": (
        "Markenpaket, Logo: Varianten je Medium und Kanal"
    ),
    "Brand kit, logo: grounds by variant": "Markenpaket, Logo: Hintergründe je Variante",
    "Brand practice: artwork is not distorted": "Markenpraxis: Zeichnungen bleiben unverzerrt",
    "Brand practice: one offer, and it is seen first": (
        "Markenpraxis: ein Angebot, und es fällt zuerst auf"
    ),
    "Brand practice: few typefaces in one ad": "Markenpraxis: wenige Schriften je Anzeige",
    "Brand practice: every QR code leads somewhere": "Markenpraxis: Jeder QR-Code hat ein Ziel",
    "Licence of the asset": "Lizenz des Bildes",
    "Print practice: pictures and grounds at the trim fill the bleed": (
        "Druckpraxis: Bilder und Flächen am Rand füllen den Anschnitt"
    ),
    "Print practice: nothing that is read stands near the cut": (
        "Druckpraxis: Nichts Lesbares steht nah am Schnitt"
    ),
    "Print practice: supplied artwork keeps its own inks": (
        "Druckpraxis: Eingesetzte Druckvorlagen behalten ihre Farben"
    ),
    "Output profile, total ink; measured on the finished page": (
        "Druckprofil, Farbauftrag; gemessen an der fertigen Seite"
    ),
    "ISO/IEC 18004, module size; brand practice by medium": (
        "ISO/IEC 18004, Punktgröße; Markenpraxis je Medium"
    ),
    "GS1 General Specifications: EAN at 80 to 200 %, module by medium": (
        "GS1 General Specifications: EAN zu 80 bis 200 %, Strichbreite je Medium"
    ),
    "ISO/IEC 18004, 15420 and 15417: quiet zones": "ISO/IEC 18004, 15420 und 15417: Ruhezonen",
    "ISO/IEC 15415 and 15416: symbol contrast, barcodes in red light": (
        "ISO/IEC 15415 und 15416: Kontrast, Strichcodes in rotem Licht"
    ),
    "Every code is read back from the picture of the proof": (
        "Jeder Code wird aus dem Bild der Druckvorschau zurückgelesen"
    ),
}
NAMED_ALIKE = ("PAngV", "UWG", "DDG", "WCAG", "Duden", "ISO/IEC 15420 (EAN)")
"""How clauses begin that are the same in every language."""
