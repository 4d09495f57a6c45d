"""The book's typefaces, made from those that npm has: cut to the letters and weights that pages use.

    npm install @fontsource-variable/newsreader@5.3.0 @fontsource-variable/source-sans-3@5.3.1 \\
        @fontsource/stix-two-math@5.3.0
    pip install fonttools brotli
    python _ext/fonts.py node_modules _static/fonts

The results are kept in the repository, so that a build needs neither. A sign that `SIGNS` lacks is drawn in the
reader's own font: add it here, and run this again.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

NEWSREADER = "@fontsource-variable/newsreader/files/newsreader-latin-opsz-{}.woff2"
SOURCE = "@fontsource-variable/source-sans-3/files/source-sans-3-{}-wght-normal.woff2"
STIX = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "–—‘’“”„•…′″‹›−×·ŒœŠšŽž→←↑↓")]
GREEK = [*range(0x391, 0x3AA), *range(0x3B1, 0x3CA)]
CALLIGRAPHIC = [*range(0x1D49C, 0x1D504), *map(ord, "ℬℰℱℋℐℒℳℛℯℊℴ")]
ITALIC = [*range(0x1D434, 0x1D468), *range(0x1D6FC, 0x1D71C), ord("ℎ")]
BOLD = [*range(0x1D400, 0x1D434), *range(0x1D7CE, 0x1D7D8)]
SIGNS = (
    "¬±×÷·∀∂∃∄∅∈∉∋∌∎∏∑−∓∕∖∗∘∙√∝∞∣∤∥∧∨∩∪∫∴∵∶∷∼≁≃≅≈≉≔≕≜≝≟≠≡≢≤≥≪≫≮≯≰≱≺≻⊂⊃⊄⊆⊇⊈⊊⊕⊖⊗⊢⊣⊤⊥⊨⋀⋁⋂⋃⋅⋆⋮⋯⋱"
    "←↑→↓↔↕↛↝↦↪⇏⇎⇐⇑⇒⇓⇔⇝⇢⟵⟶⟷⟸⟹⟺⟼⌈⌉⌊⌋⟨⟩⟦⟧‖‘’′″‴⁗…ℕℝℚℤℙ𝔼𝔽𝟙⁺⁻⁼⁽⁾ⁿ⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉ᵀ"
    "■□▪▫▶▷▸▹◀◁○●◐◦★☆✓✗✘◆◇▲△▼▽♭♮♯̂̃̄̇̈⃗~^ˆ˜¯‾_⏞⏟⏠⏡⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭⁡⁢⁣⁤"
)
MATHEMATICS = [*range(0x20, 0x7F), *GREEK, *ITALIC, *BOLD, *CALLIGRAPHIC, *map(ord, SIGNS), 0x3D5, 0x3F5]

KERNED = ["kern", "liga", "onum", "lnum", "tnum", "pnum", "locl", "mark", "ccmp"]
MADE = {
    "newsreader": (NEWSREADER.format("normal"), {"opsz": 18, "wght": (400, 600)}, LATIN, KERNED),
    "newsreader-italic": (NEWSREADER.format("italic"), {"opsz": 18, "wght": (400, 600)}, LATIN, KERNED),
    "newsreader-display": (NEWSREADER.format("normal"), {"opsz": 60, "wght": 400}, LATIN, KERNED),
    "source-sans": (SOURCE.format("latin"), {"wght": (400, 650)}, LATIN, KERNED),
    "source-sans-greek": (SOURCE.format("greek"), {"wght": (400, 650)}, GREEK, KERNED),
    "stix-math": (STIX, {}, MATHEMATICS, ["ccmp", "mark"]),
}


def made(source: Path, limits: dict[str, object], letters: list[int], features: list[str], target: Path) -> None:
    """Write a font that has these letters and features of another, with its axes limited."""
    font = TTFont(source)
    options = subset.Options(layout_features=features, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    if limits:
        instancer.instantiateVariableFont(font, limits, inplace=True)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):  # a changed font has a name of its own, as the licence of one of them asks
            record.string = f"Toymodel {target.stem}"
    font.flavor = "woff2"
    font.save(target)


if __name__ == "__main__":
    modules, folder = map(Path, sys.argv[1:])
    for name, (source, *rest) in MADE.items():
        made(modules / source, *rest, folder / f"{name}.woff2")
