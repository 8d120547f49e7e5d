"""Texts for the tests of the Go program, all written for this purpose."""

import random

ODDITIES = [
    "",
    " \t\r\n ",
    "The U.S. president’s Filipino-American adviser didn't resign.",
    "A naïve résumé from Łódź, São Tomé, Đà Nẵng and İzmir; STRASSE, straße, ﬁnance.",
    "e\u0301te\u0301 o\u0308l A\u030a \u0301alone",
    "中国外交部 said 習近平 will visit東京 on 5月3日。",
    "한국 대통령 and ประเทศไทย and Ελλάδα ΑΘΉΝΑ, Київ, Ђорђе, القاهرة, תל אביב, नई दिल्ली",
    "Rocket 🚀 fired 🇺🇦! 👩\u200d🚀 family 👨\u200d👩\u200d👧",
    "zero\u200bwidth soft\u00adhyphen non\u00a0breaking thin\u2009space ideographic\u3000space \ufeffmark",
    "bell\x07 null\x00 escape\x1b[0m delete\x7f next\x85line replacement\ufffd",
    "[MASK] [CLS] ##ing [unused1] <s> @user #tag http://example.org/a_b?c=d&e=f",
    "$1.5bn £20m €3 50% 3.14 1,000,000 ½ ² Ⅻ ④ 1st 2nd MI6 F-16s G7 B-52",
    "McDonald O'Brien d’Estaing Jean-Luc al-Assad iPhone eBay NATO NASA’s UN",
    "ALL CAPS HEADLINE SAYS MINISTER QUITS",
    "a" * 99 + " " + "b" * 100 + " " + "c" * 101 + " end",
    "ж" * 120 + "é" * 60,
    "x" * 10000,
    "-" * 300,
    "line one\nline two\r\nline three\u2028line four\u2029line five",
    "𝐌𝐚𝐭𝐡 𝔹old 𠀀𠀁 ｆｕｌｌｗｉｄｔｈ １２３ ＡＢＣ",
    "ǅ ǈ ǋ Ǆungla ǆ",
    "“Quoted,” ‘single’ «guillemets» „low“ … — – ‐ ‑ − ~ ^ ` | < > = +",
]

# Letters of several scripts, marks, digits, symbols, spaces, controls.
RANGES = [(0x20, 0x7F), (0x00, 0x20), (0x7F, 0x250), (0x300, 0x370), (0x370, 0x530), (0x5D0, 0x700), (0x900, 0x980),
          (0x1E00, 0x2070), (0x20A0, 0x2200), (0x2E80, 0x3100), (0x4E00, 0x4E80), (0xAC00, 0xAC80), (0xFE00, 0x10000),
          (0x1F300, 0x1F650), (0x20000, 0x20020), (0xE0000, 0xE0080)]  # fmt: skip


def noise(count, seed=1):
    """Random texts, half of their code points ASCII."""
    draw = random.Random(seed)
    out = []
    for _ in range(count):
        chosen = [RANGES[0] if draw.random() < 0.5 else draw.choice(RANGES) for _ in range(draw.randint(1, 40))]
        out.append("".join(chr(draw.randrange(*r)) for r in chosen))
    return out


ODDITIES += noise(200)

STORY = """Norland's foreign minister quits after talks with Peru collapse
OSLO, March 4 - Norwegian Foreign Minister Ingrid Solberg Hauge resigned on Tuesday, hours after talks with Peru over fishing rights collapsed in Lima.
Hauge, who took office in 2021, told the Storting that she could "no longer defend" the government's position. Prime Minister Lars Brekke accepted her resignation and named Deputy Defence Minister Kari Moen as acting foreign minister.
Peruvian President Ana Quispe Rojas accused Norway of sending two coast guard ships into its waters last month. Her navy detained the captain of one of them, the Nordstjernen, near Callao on February 11.
The European Union and the United Nations urged both countries to return to the table. "We call on Oslo and Lima to talk," said U.N. spokeswoman Mireille Okafor.
"""

# Texts with the most sub-words of a window; None is the file's own.
ARTICLES = [
    ("Zambia's parliament elected Grace Mwansa speaker on Friday.", None),
    ("US Secretary of Defense Paul Whitlock called his Japanese counterpart, Defense Minister Emi Tanaka.", None),
    ("Cairo", None),
    ("PROTESTERS CLASH WITH POLICE IN NAIROBI AFTER ARREST OF OPPOSITION LEADER OMONDI", None),
    (STORY, None),
    (STORY, 48),
    ("São Paulo’s mayor met Łukasz Żak of the 东京 office. 🚀", None),
]
