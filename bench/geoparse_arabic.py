# ruff: noqa: E501 - a sentence a line
"""Geoparsing of Arabic: sentences of our own, with the places that a reader finds in them.

    python bench/geoparse_arabic.py [--errors]

Every sentence comes with the surfaces expected (particles outside, article inside) and, for each, the name of the place
in the gazetteer and its feature class (A area, P settlement, S site; * any).
"""

from __future__ import annotations

import sys

import geo

SENTENCES = [
    ("قصفت طائرات حربية مدينة إدلب وأطراف مدينة سراقب مساء الخميس.", "إدلب=Idlib:P سراقب=Saraqib:P"),
    ("سيطرت قوات النظام على بلدة أبو الظهور في ريف إدلب الشرقي.", "أبو الظهور=Abu al-Duhur:* إدلب=Idlib:A"),
    ("انسحب مقاتلو المعارضة من مدينة حلب نحو محافظة إدلب.", "حلب=Aleppo:P إدلب=Idlib:A"),
    ("دارت اشتباكات عنيفة في ريف حماة الشمالي قرب مورك.", "حماة=Hama:A مورك=Morek:P"),
    ("وصل وفد من دمشق إلى حمص واللاذقية.", "دمشق=Damascus:P حمص=Homs:P اللاذقية=Latakia:P"),
    ("أعلنت فصائل معارضة بدء معركة للسيطرة على خان شيخون.", "خان شيخون=Khan Shaykhun:P"),
    (
        "قتل خمسة مدنيين بقصف على دوما وحرستا في الغوطة الشرقية.",
        "دوما=Dūmā/Douma:P حرستا=Harasta/Ḩarastā:P الغوطة الشرقية=Eastern Ghouta:*",
    ),
    ("نزح آلاف السكان من الرقة ودير الزور.", "الرقة=Raqqa:P دير الزور=Deir ez-Zor:P"),
    ("تقدمت القوات في محيط مدينة الباب شرقي حلب.", "الباب=al-Bab:P حلب=Aleppo:P"),
    ("أغلق معبر باب الهوى على الحدود مع تركيا.", "باب الهوى=Bab al-Hawa:* تركيا=Turkey:A"),
    ("قال مسؤول في أنقرة إن بلاده ستبقى في شمال سوريا.", "أنقرة=Ankara:P سوريا=Syria:A"),
    ("استهدفت غارة مشفى في كفرنبل جنوب إدلب.", "كفرنبل=Kafr Nabl:P إدلب=Idlib:*"),
    ("عبرت القافلة من العراق إلى سوريا قرب البوكمال.", "العراق=Iraq:A سوريا=Syria:A البوكمال=Abu Kamal:P"),
    ("سقطت قذائف على حي في مدينة درعا.", "درعا=Daraa:P"),
    ("انفجرت سيارة في عفرين بريف حلب.", "عفرين=Afrin:P حلب=Aleppo:A"),
    (
        "يتمركز المقاتلون في معرة النعمان وجسر الشغور.",
        "معرة النعمان=Maarrat al-Nu'man:P جسر الشغور=Jisr al-Shughur/Jisr Shughur:P",
    ),
    ("عادت العائلات إلى تدمر بعد أشهر.", "تدمر=Palmyra:P"),
    ("شنت الطائرات غارات على منبج وعين العرب.", "منبج=Manbij:P عين العرب=Kobanî/Kobani:P"),
    ("اجتمع الوزراء في جنيف ثم في موسكو.", "جنيف=Geneva:P موسكو=Moscow:P"),
    ("حاصرت القوات بلدتي الفوعة وكفريا.", "الفوعة=Fua/Foua:P كفريا=Kafriya/Kefraya:P"),
    ("أكد الجيش أن الطريق مفتوح اليوم.", ""),
    ("قال محمد علي إن الحرب طويلة والسلام بعيد.", ""),
    ("تعرضت القامشلي والحسكة لهجوم.", "القامشلي=Al Qāmishlī/Qamishli:P الحسكة=Hasakah:P"),
    ("وصلت المساعدات إلى لبنان والأردن.", "لبنان=Lebanon:A الأردن=Jordan:A"),
    ("سيطر التنظيم على الموصل في حزيران.", "الموصل=Mosul:P"),
]


def expected(gold: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    at = 0
    while "=" in gold[at:]:
        surface, _, rest = gold[at:].partition("=")
        value, _, tail = rest.partition(":")
        found[surface.strip()] = (value, tail[0])
        at += len(surface) + len(value) + 3
    return found


def main() -> None:
    tp = fp = fn = right = 0
    for text, gold in SENTENCES:
        wanted = expected(gold)
        got = {r.mention.text: r for r in geo.geoparse(text, conflict="syria") if r.mention.literal}
        tp += len(wanted.keys() & got.keys())
        fp += len(got.keys() - wanted.keys())
        fn += len(wanted.keys() - got.keys())
        for surface in sorted(wanted.keys() & got.keys()):
            name, kind = wanted[surface]
            place = got[surface].place
            good = place is not None and place.name in name.split("/") and kind in ("*", place.feature_class)
            right += good
            if not good and "--errors" in sys.argv:
                print(
                    "WRONG",
                    surface,
                    "->",
                    place and (place.name, place.feature_class, place.country_code),
                    "not",
                    name,
                    kind,
                )
        if "--errors" in sys.argv and wanted.keys() != got.keys():
            print(
                "MISSED", sorted(wanted.keys() - got.keys()), "SPURIOUS", sorted(got.keys() - wanted.keys()), "in", text
            )
    p, r = tp / (tp + fp), tp / (tp + fn)
    print(
        f"{len(SENTENCES)} sentences: P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}; right place {right / tp:.3f} of {tp}"
    )


if __name__ == "__main__":
    main()
