"""Which language a text is in: one invented sentence or two for each, and what is too little to say."""

# ruff: noqa: E501 (a sentence stays on its line)

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms import language
from transforms.language import UNKNOWN, detect, primary_subtag

SENTENCES = {
    "en": "The two ministers said on Tuesday that they would meet again in Oslo before the end of the year.",
    "fr": "Les deux ministres ont annoncé mardi qu'ils se retrouveraient à Oslo avant la fin de l'année.",
    "de": "Die beiden Minister teilten am Dienstag mit, dass sie sich noch vor dem Jahresende in Oslo treffen werden.",
    "es": "Los dos ministros anunciaron el martes que volverán a reunirse en Oslo antes de que termine el año.",
    "pt": "Os dois ministros anunciaram na terça-feira que voltarão a reunir-se em Oslo até ao fim do ano, mas não disseram quando.",
    "it": "I due ministri hanno annunciato martedì che si incontreranno di nuovo a Oslo prima della fine dell'anno.",
    "nl": "De twee ministers zeiden dinsdag dat zij elkaar voor het einde van het jaar opnieuw in Oslo zullen ontmoeten.",
    "sv": "De två ministrarna sade på tisdagen att de ska träffas igen i Oslo innan året är slut, men inte när.",
    "da": "De to ministre sagde tirsdag, at de vil mødes igen i Oslo inden årets udgang, men ikke hvornår det bliver.",
    "no": "De to ministrene sa tirsdag at de skal møtes igjen i Oslo før årets slutt, men ikke når det blir etter planen.",
    "fi": "Ministerit kertoivat tiistaina, että he tapaavat Oslossa uudelleen ennen vuoden loppua, mutta eivät vielä milloin.",
    "pl": "Obaj ministrowie powiedzieli we wtorek, że spotkają się ponownie w Oslo przed końcem roku, ale nie podali daty.",
    "cs": "Oba ministři v úterý řekli, že se před koncem roku znovu sejdou v Oslu, ale datum ještě není známo.",
    "sk": "Obaja ministri v utorok povedali, že sa pred koncom roka znovu stretnú v Osle, ale dátum ešte nie je známy.",
    "sl": "Ministra sta v torek povedala, da se bosta pred koncem leta znova srečala v Oslu, vendar datum še ni znan.",
    "hr": "Ministri su u utorak rekli da će se prije kraja godine ponovno sastati u Oslu, ali datum još nije poznat.",
    "ro": "Cei doi miniștri au anunțat marți că se vor întâlni din nou la Oslo până la sfârșitul anului, dar nu au spus când.",
    "hu": "A két miniszter kedden azt mondta, hogy még az év vége előtt újra találkoznak Oslóban, de a napot nem közölték.",
    "tr": "İki bakan salı günü, yıl sonundan önce Oslo'da yeniden bir araya geleceklerini söyledi, ancak tarih için bir şey demedi.",
    "id": "Kedua menteri mengatakan pada hari Selasa bahwa mereka akan bertemu lagi di Oslo sebelum akhir tahun ini.",
    "ms": "Kedua-dua menteri berkata pada Selasa bahawa mereka akan bertemu lagi di Oslo daripada awal hingga akhir tahun kerana rundingan itu.",
    "vi": "Hai bộ trưởng cho biết hôm thứ Ba rằng họ sẽ gặp lại nhau tại Oslo trước khi năm nay kết thúc.",
    "sq": "Dy ministrat thanë të martën se do të takohen përsëri në Oslo para fundit të vitit, por nuk dhanë datë.",
    "et": "Ministrid ütlesid teisipäeval, et nad kohtuvad Oslos uuesti enne aasta lõppu, kuid päeva ei ole veel teada.",
    "lv": "Abi ministri otrdien sacīja, ka viņi līdz gada beigām atkal tiksies Oslo, bet datums vēl nav zināms.",
    "lt": "Abu ministrai antradienį sakė, kad iki metų pabaigos jie vėl susitiks Osle, bet data dar nėra žinoma.",
    "ca": "Els dos ministres van anunciar dimarts que es tornaran a trobar a Oslo abans que acabi l'any, però no van dir quan.",
    "eu": "Bi ministroek asteartean esan zuten urtea amaitu baino lehen berriro bilduko direla Oslon, baina ez dute eguna eman.",
    "sw": "Mawaziri hao wawili walisema siku ya Jumanne kwamba watakutana tena katika mji wa Oslo kabla ya mwisho wa mwaka.",
    "so": "Labada wasiir ayaa sheegay Talaadadii inay mar kale ku kulmi doonaan magaalada Oslo ka hor dhammaadka sanadka.",
    "tl": "Sinabi ng dalawang ministro noong Martes na muli silang magkikita sa Oslo bago matapos ang taon.",
    "af": "Die twee ministers het Dinsdag gesê dat hulle voor die einde van die jaar weer in Oslo sal ontmoet, maar nie wanneer nie.",
    "ru": "Оба министра заявили во вторник, что они снова встретятся в Осло до конца года.",
    "uk": "Обидва міністри заявили у вівторок, що вони знову зустрінуться в Осло до кінця року.",
    "be": "Абодва міністры заявілі ў аўторак, што яны зноў сустрэнуцца ў Осла да канца года.",
    "bg": "Двамата министри заявиха във вторник, че ще се срещнат отново в Осло преди края на годината.",
    "sr": "Оба министра су у уторак рекла да ће се поново састати у Ослу пре краја године.",
    "mk": "Двајцата министри во вторникот рекоа дека ќе се сретнат повторно во Осло пред крајот на годината.",
    "kk": "Екі министр сейсенбі күні жыл соңына дейін Ослода қайта кездесетінін және қол қоятынын айтты.",
    "mn": "Хоёр сайд мягмар гарагт он дуусахаас өмнө Осло хотод дахин уулзах болно гэж мэдэгдсэн байна.",
    "el": "Οι δύο υπουργοί δήλωσαν την Τρίτη ότι θα συναντηθούν ξανά στο Όσλο πριν από το τέλος του έτους.",
    "ar": "قال الوزيران يوم الثلاثاء إنهما سيلتقيان مرة أخرى في أوسلو قبل نهاية العام.",
    "fa": "دو وزیر روز سه‌شنبه گفتند که پیش از پایان سال بار دیگر در اسلو دیدار خواهند کرد.",
    "ur": "دونوں وزرا نے منگل کو کہا کہ وہ سال کے اختتام سے پہلے اوسلو میں دوبارہ ملیں گے۔",
    "ps": "دواړو وزیرانو د سې شنبې په ورځ وویل چې د کال تر پای مخکې به په اسلو کې بیا سره ووینې.",
    "ckb": "هەردوو وەزیر ڕۆژی سێشەممە ڕایانگەیاند کە پێش کۆتایی ساڵ لە ئۆسلۆ کۆ دەبنەوە.",
    "he": "שני השרים אמרו ביום שלישי כי ייפגשו שוב באוסלו לפני סוף השנה.",
    "hi": "दोनों मंत्रियों ने मंगलवार को कहा कि वे साल के अंत से पहले ओस्लो में फिर मिलेंगे।",
    "mr": "दोन्ही मंत्र्यांनी मंगळवारी सांगितले की ते वर्ष संपण्यापूर्वी ओस्लो मध्ये पुन्हा भेटणार आहेत.",
    "ne": "दुवै मन्त्रीले मंगलबार वर्ष सकिनुअघि ओस्लो मा फेरि भेट्ने बताएका छन् र मिति तय भएको छैन।",
    "bn": "দুই মন্ত্রী মঙ্গলবার বলেছেন, বছর শেষ হওয়ার আগে তাঁরা আবার অসলোতে মিলিত হবেন।",
    "ta": "ஆண்டு முடிவதற்குள் ஒஸ்லோவில் மீண்டும் சந்திப்போம் என்று இரு அமைச்சர்களும் செவ்வாயன்று தெரிவித்தனர்.",
    "th": "รัฐมนตรีทั้งสองกล่าวเมื่อวันอังคารว่าจะพบกันอีกครั้งที่กรุงออสโลก่อนสิ้นปี",
    "zh": "两位部长周二表示，他们将在年底前在奥斯陆再次会晤。",
    "ja": "両大臣は火曜日、年末までにオスロで再び会談すると述べた。",
    "ko": "두 장관은 화요일에 연말 전에 오슬로에서 다시 만나겠다고 말했다.",
    "ka": "ორმა მინისტრმა სამშაბათს განაცხადა, რომ წლის ბოლომდე ოსლოში კვლავ შეხვდებიან.",
    "hy": "Երկու նախարարները երեքշաբթի հայտարարեցին, որ տարեվերջից առաջ կրկին կհանդիպեն Օսլոյում։",
    "am": "ሁለቱ ሚኒስትሮች ማክሰኞ ዕለት ከዓመቱ መጨረሻ በፊት በኦስሎ ውስጥ እንደገና እንደሚገናኙ ተናግረዋል።",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_names_its_language(code: str) -> None:
    assert detect(SENTENCES[code]) == code


@pytest.mark.parametrize("code", SENTENCES)
def test_a_false_declaration_is_not_believed(code: str) -> None:
    assert detect(SENTENCES[code], "en" if code != "en" else "fr") == code


@pytest.mark.parametrize(
    "text",
    ["", " \n", "Oslo", "12 345 678 90", "!!! ... ???", "G7", "https://example.org/a", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
     "qwx zzkrt bvvnm xxqp wrtzz kkjhg qqwx"],
)  # fmt: skip
def test_too_little_is_undetermined(text: str) -> None:
    assert detect(text) == UNKNOWN


def test_a_declaration_decides_what_the_text_leaves_open() -> None:
    both = "De skal til Oslo, og det er for tidlig om de har en plan for det."
    assert detect(both, "nb-NO") == "no"
    assert detect(both, "da") == "da"
    assert detect("Kazakhstan, Turkmenistan", "de-AT") == "de"


def test_names_in_another_script_do_not_decide() -> None:
    assert (
        detect("The prime minister met 李明 and Иван Петров in Oslo, and they said that it was a good start.") == "en"
    )
    assert detect("首相在奥斯陆会见了 John Example，并表示这是一个良好的开端。") == "zh"


def test_a_page_that_opens_with_another_language_is_judged_by_its_middle_too() -> None:
    notice = "Read this in your own language. "
    assert detect(notice + SENTENCES["pl"] * 60) == "pl"


@pytest.mark.parametrize(
    ("tag", "primary"),
    [("en-US", "en"), ("zh_Hans_CN", "zh"), ("PT", "pt"), ("nb", "no"), ("iw", "he"), ("und", None), ("", None),
     (None, None), ("english language", None), ("e", None), ("x" * 100, None)],
)  # fmt: skip
def test_primary_subtag(tag: str | None, primary: str | None) -> None:
    assert primary_subtag(tag) == primary


def test_every_language_of_the_tables_can_be_answered() -> None:
    """Too short a profile names nothing; overlapping scripts would hide each other."""
    for code, words in language.rules()["latin"].items():
        assert len(set(words.split())) > 14, code
    ranges = sorted(tuple(span) for script in language.rules()["script"] for span in script["ranges"])
    assert all(last < first for (_, last), (first, _) in pairwise(ranges))


def test_plain_english_loads_no_model() -> None:
    code = (
        "import sys\nfrom transforms.language import detect\n"
        f"assert detect({SENTENCES['en']!r}) == 'en'\n"
        "assert not {'numpy', 'py3langid'} & set(sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert primary_subtag(detect(text)) is not None or detect(text) == UNKNOWN
