"""News-like samples, one per legacy encoding. The events are invented."""

SAMPLES: dict[str, str] = {
    "windows-1251": (
        "Министр иностранных дел Лидия Громова прибыла в понедельник в Астану. Она проведёт переговоры о границе "
        "и подпишет соглашение о торговле. «Мы готовы к диалогу», — заявила министр журналистам."
    ),
    "koi8-r": (
        "Посол Пётр Ветров вручил ноту протеста в четверг. Правительство потребовало объяснений и отозвало "
        "военного атташе. Новые консультации намечены на осень."
    ),
    "iso-8859-5": (
        "Президент примет делегацию соседней страны в среду. Стороны обсудят поставки зерна и открытие двух "
        "пограничных переходов, сообщила пресс-служба."
    ),
    "shift_jis": (
        "外務大臣は月曜日、隣国の大使と会談し、漁業協定について協議した。両国は来月、東京で再び会談することで合意した。"
        "「対話を続けることが重要だ」と大臣は記者団に語った。"
    ),
    "euc-jp": (
        "首相は火曜日、三か国の首脳を招いた会議を開いた。各国は海上の安全について意見を交わし、共同声明を発表した。"
        "次の会議は秋に開かれる予定だ。"
    ),
    "iso-2022-jp": "外務省は水曜日、大使を召還すると発表した。政府は説明を求めている。",
    "gb18030": (
        "外交部长周一抵达阿斯塔纳，与邻国总统举行会谈。双方同意扩大贸易，并在年底前开放两个新的口岸。"
        "“我们愿意继续对话”，部长对记者说。"
    ),
    "big5": (
        "外交部長週一抵達首都，與鄰國總統舉行會談。雙方同意擴大貿易，並在年底前開放兩個新的口岸。"
        "「我們願意繼續對話」，部長對記者說。"
    ),
    "euc-kr": (
        "외교부 장관은 월요일 이웃 나라의 대사를 만나 어업 협정을 논의했다. 두 나라는 다음 달 서울에서 다시 회담하기로 "
        "합의했다. 장관은 기자들에게 대화를 계속하겠다고 말했다."
    ),
    "iso-8859-2": (
        "Minister spraw zagranicznych przybył w poniedziałek do stolicy sąsiedniego państwa. Rozmowy dotyczyły "
        "żeglugi, granicy oraz wspólnych ćwiczeń. Rząd ogłosił, że podpisze umowę jeszcze w październiku."
    ),
    "windows-1250": (
        "Ministr zahraničí přijel v pondělí do Vídně. Jednání se týkala dodávek plynu, společné hranice a nové "
        "dohody o železnici. „Chceme pokračovat v rozhovorech,“ řekl ministr novinářům."
    ),
    "windows-1252": (
        "The minister said it was “a good day” — the treaty’s first anniversary. Señora Muñoz, the envoy, agreed "
        "to meet again in Zürich. Aid worth €20 million was promised…"
    ),
    "windows-1253": (
        "Ο υπουργός Εξωτερικών έφτασε τη Δευτέρα στη Λευκωσία. Οι συνομιλίες αφορούσαν την ενέργεια και τη "
        "ναυτιλία. Οι δύο πλευρές συμφώνησαν να συναντηθούν ξανά τον Οκτώβριο."
    ),
    "windows-1254": (
        "Dışişleri Bakanı pazartesi günü komşu ülkenin başkentine geldi. Görüşmelerde sınır ticareti ve ortak "
        "güvenlik ele alındı. İki ülke ekim ayında yeniden görüşmeye karar verdi; anlaşma şimdilik değişmedi."
    ),
    "windows-1255": (
        "שר החוץ הגיע ביום שני לבירה השכנה. השיחות עסקו בסחר, במים ובגבול המשותף. "
        "שתי המדינות הסכימו להיפגש שוב באוקטובר."
    ),
    "windows-1256": (
        "وصل وزير الخارجية يوم الاثنين إلى العاصمة المجاورة. وتناولت المحادثات التجارة والحدود المشتركة. "
        "واتفق البلدان على عقد اجتماع جديد في أكتوبر، وقال الوزير إن الحوار سيستمر."
    ),
    "utf-16-le": "The envoy arrived on Monday. Talks on the border will go on — “for weeks”, she said.",
    "utf-16-be": "Посол прибыл в понедельник. Переговоры о границе продолжатся, сообщила пресс-служба.",
    "utf-8-sig": "L’émissaire est arrivée lundi. Les pourparlers sur la frontière continuent, a-t-elle déclaré.",
    "utf-8": "特使周一抵达。L’émissaire est arrivée. Посол прибыл. وصل المبعوث.",
}
