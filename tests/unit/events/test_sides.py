"""Who did it to whom, in affairs of one state and between states: a table of invented news.

Each entry is `TYPE SOURCES > TARGETS: text`, countries as codes, `-` for none; a line that is indented goes on with the
one before. The last coding of the type is looked at. AGREE and CONSULT have no direction.
"""

import datetime as dt
import re

import pytest

from transforms.events import coder

DAY = dt.date(2024, 11, 14)
UNDIRECTED = ("AGREE", "CONSULT", "COOPERATE")

TABLE = """\
# told from inside, by towns, and between two that a text opens with
PROTEST ZMB > ZMB: Nurses in Kitwe walked out on Monday. The minister called it blackmail. Police kept the gates open.
  In Ndola students burned tyres.
REQUEST SWE > KEN: The government raised the tax. Police closed the square. MPs in Nairobi voted it through. Sweden
  urged both sides to talk.
AGREE CHL PER > -: Chile and Peru agreed on a map. Bolivia objected. Later the two countries' ministers agreed to meet
  again in Lima.
SUPPORT TUR > CHL PER: Chile and Peru signed the pact. Chile and Peru talked for weeks. Turkey praised both countries.
CONSULT PER CHL > -: The ministers of Peru and Chile met in the German city of Hamburg on Monday.
SUPPORT PER CHL > -: The treaty was signed in the Swiss town of Unknownstadt by the presidents of Peru and Chile.
ASSAULT RUS > UKR: Russia shelled a school in the Ukrainian city of Kharkiv.
AGREE PER CHL > -: A meeting of Peruvian and Chilean ministers in Lima ended on Monday with no agreement on UN aid.
CONSULT PER BOL > -: Peru and Bolivia discussed their stance on Chile on Monday.
REQUEST - > PER: Peru is under pressure to meet Chile.
REQUEST BOL > PER: Peru is facing calls from Bolivia to meet Chile.
# whose "the Federal Government" is, where only the adjective of a province tells
REQUEST AUS > AUS: Fishermen have asked the Federal Government to buy their boats. The Tasmanian Treasurer, Ann
  Example, met them on Monday. The union has urged the Government to act.
PROTEST TZA > TZA: Ninety dockers walked out on Friday over meals. Ann Example of the Tanzanian Dockers Union wants a
  canteen. The workers have asked the company for talks.
# who leaves office stands behind the noun; those who clash at home clash with each other
RETREAT CHL > -: Peru's crisis grew with the resignation of the Chilean premier.
PROTEST PER > -: Local media say four people died in clashes between police and protesters in Lima.
ASSAULT PER > -: Police clashed with gunmen in Lima, leaving three dead.
ASSAULT PER > -: Peruvian police fought gun battles with rebels in the hills above Lima.
PROTEST PER > PER: Students clashed with police in Lima on Monday.
# where those of several states met, and where somebody spoke
AGREE - > -: Togo is angry. The Arab League convened an emergency summit in Nairobi for Monday.
CONSULT USA > KEN: The American secretary of state held talks in Nairobi on Monday.
ACCUSE PER > -: The Peruvian fisheries minister complained in Nairobi that quotas were low.
REQUEST PER > -: Peru demanded at a conference in Nairobi higher quotas for tuna.
AGREE PER > -: Peru agreed in Nairobi on lower quotas.
# an aside in brackets parts nobody from his verb
ACCUSE CHL > PER: Peru waits. The Chilean fishing ministry in the old port (CHF), accused Peru of poaching.
# a rights watchdog is no state's organ
ACCUSE - > PER: Peru waits. A human rights watchdog accused Peruvian police of torture.
# two with a noun of the first between them, and three with "and" behind them
ACCUSE PER > PER CHL: Peru's senate is investigating contacts between Peru's main port and Chile.
ACCUSE PER > CHL BOL ECU: Peru condemned Chile, Bolivia, Ecuador and others on Monday.
# whose deed it is that is begun is nobody upon whom it is done
ASSAULT CHL > PER: Chile launched military operations against Peru on Monday.
# where somebody wrote is no side
ACCUSE PER > -: Peru's president condemned the vote in a message on Facebook.
SANCTION PER > USA: Peru imposed a ban on Twitter.
# under what something is done is no side
RETREAT PER > -: Peru is withdrawing its troops under Chilean supervision.
# who "it" is behind a verb, where it acts itself
MOBILIZE PER > -: The United States asked for talks after Peru confirmed it had tested a missile.
# who does something by or before doing something else
ASSAULT PER > BOL: Peru insulted Chile before attacking Bolivia.
SANCTION CHL > PER: Chile angered Peru after expelling its ambassador.
# who gathers stands right before the verb, whatever else is done to them
PROTEST PER > PER: Soldiers turned hoses on farmers blocking a road in Peru.
# who somebody's own is, told behind a comma
CONSULT CHL PER > -: Bolivia's envoy left on Friday. The Chilean foreign minister met her counterpart, Peruvian minister
  Ann Example, in Quito on Monday.
# who visits, behind the noun
CONSULT CHL PER > -: The visit of the Chilean premier to Peru began on Monday.
CONSULT CHL PER > -: The Chilean premier began a tour of Peru on Monday.
# whom the next clause is upon, which has a subject of its own
REJECT PER > PER: Peru denied the report, and the minister's press office condemned Chile.
# "all sides" of an affair between two states, and of one at home
REQUEST KEN > PER CHL: Peru and Chile shelled each other's posts on Monday. Kenya called on all sides to stop.
REQUEST KEN > PER: Peru's army shelled rebels on Monday. Kenya urged all sides in Peru to stop the fighting.
# who stages "a series of" attacks
ASSAULT PER > CHL: Peruvian troops staged a series of attacks on Chile.
# those who are of no state
THREATEN - > KEN: Kenyan police have shot two men in Mombasa. Nairobi accused al-Qaida of plotting an attack on Kenya.
  Al-Qaida threatened Kenya in a video. The president condemned the threat.
SUPPORT KEN > -: Nairobi police arrested three men on Monday. The Kenyan government accused the Red Cross of lying. The
  Red Cross sent rice and blankets to Kenya. Kenyan lawmakers praised the Red Cross.
# whose "her spokesman" is, and who "he" is after an envoy of a body
REQUEST DEU > RUS: The Kremlin has denied that Russia hacked the German parliament. Chancellor Angela Merkel said she
  had evidence. Her spokesman called on Moscow to cooperate.
REQUEST - > BDI RWA: Rwanda has accused Burundi of harbouring rebels. Burundi's foreign minister denied the accusation.
  The African Union's envoy met both presidents. He urged them to resume talks.
# police are of the place where it goes on
ACCUSE NGA > CAN: Two Canadian women held in Lagos have been released on bail. Canada's foreign minister thanked the
  Nigerian government for its help. Police accused them of smuggling.
# a government and its rebels
ACCUSE COL > COL: Negotiators from the government and the FARC rebels have resumed talks in Havana. Cuba is a mediator.
  The rebels accused the army of breaking a truce.
AGREE LKA > -: Norway is hosting talks in Oslo between the government and Tamil Tiger rebels. Both sides agreed to a
  ceasefire.
# an embassy is abroad; "police" after "police in"; its court
REJECT UGA > USA: A Kampala magistrate has charged two opposition lawmakers with treason. The United States embassy
  expressed concern over the arrests. The government spokesman dismissed the criticism.
SUPPORT LBN > AUS: Police in Sydney arrested a man who had threatened the Lebanese consulate. The Lebanese ambassador
  thanked police. The premier spoke to the ambassador.
# what "the accusations" and "that criticism" were
REJECT CHL > PER: Peru accused Chile of spying on Monday. Bolivia sent its envoy. On Tuesday Chile's president rejected
  the accusations.
REJECT PER > -: Nurses marched in Lima. In Vienna, Peru's justice minister rejected criticism of its prisons from the
  African Union. Guards went home. On Friday he again rejected that criticism.
# a second verb, an answer, a ban that is somebody's
REQUEST GIN > TUN: Guinea summoned the Tunisian envoy and asked for proof.
SANCTION KEN > UGA: The Kenyan ban imposed on Ugandan milk hurts.
ACCUSE GHA > TGO: Togo closed the bridge to Ghana. Ghana lodged a protest.
ASSAULT - > PER: A Peruvian judge was shot dead outside a bakery.
ASSAULT - > PER: Three Peruvian soldiers were killed in an ambush.
ACCUSE GHA > TGO: Ghanaian rebels deny any part in the raid and accuse Togo of staging it.
ACCUSE PER > CHL: Peru's opposition asked the bank for help after Chilean air raids and accused Chile's president of
  starting a war.
ACCUSE PER > CHL: Peru closed the bridge after Chilean troops crossed the border and accused Chile of starting a war.
ACCUSE PER > CHL: Speaking in Lima, Peru's envoy accused Chile of fraud.
# home: organs, parties and people of the state that the text is about
COERCE ZMB > ZMB: LUSAKA, Zambia - Parliament adjourned on Monday. Police arrested three opposition lawmakers outside
  the building.
PROTEST KEN > KEN: Thousands of teachers marched through central Nairobi on Tuesday to demand higher pay. They blocked
  the road to the treasury.
ACCUSE GHA > GHA: Doctors at public hospitals across Ghana walked off the job on Monday. They accused the health
  ministry of breaking a promise.
ACCUSE COL > COL: Floods have cut off half of Cali, Colombia. Mayor Inés Prado criticised the president on Friday for
  cutting the city's funds.
ACCUSE PER > PER: Peru's Congress summoned Justice Minister Raúl Vela on Thursday. Lawmakers accused him of hiding two
  contracts.
REQUEST COL > COL: The Constitutional Court in Bogotá ordered the government to reopen the peace fund.
SANCTION TUN > TUN: A court in Tunis sentenced a former minister to eight years in prison on Monday.
ASSAULT SEN > SEN: Students in Dakar threw stones on Wednesday. Riot police fired tear gas at them.
COERCE KAZ > KAZ: Kazakhstan's capital was quiet on Sunday. The interior ministry said that officers had detained 60
  demonstrators in Almaty.
ACCUSE PER > PER: Prosecutors in Lima charged a former governor of Cusco with bribery.
REQUEST MOZ > MOZ: Votes are still being counted in Mozambique. Opposition leader Maria Sitoe urged the electoral
  commission to repeat the count.
REQUEST BOL > BOL: Bolivia's miners have blocked two highways. The miners demanded that the labour minister resign.
ACCUSE NGA > NGA: The Nigeria Labour Congress accused the government of breaking its word.
COERCE UGA > UGA: Ugandan soldiers surrounded the home of the opposition leader in Kampala on Friday. The army
  detained him for nine hours.
PROTEST GEO > GEO: TBILISI, Georgia - Tens of thousands rallied outside parliament on Thursday against the bill.
REJECT LKA > LKA: Sri Lanka's cabinet met on Monday. The finance minister rejected the opposition's demand for a tax
  cut.
CONCEDE MWI > MWI: Malawi's high court freed the rally's organisers. Prosecutors dropped the charges against them.
ACCUSE HUN > HUN: Hungary votes in April. The mayor of Pécs accused the ruling party of buying votes.
THREATEN ARG > ARG: Argentina's railway workers threatened to strike unless the government raises their pay.
CONSULT NPL > NPL: Nepal's prime minister, Hari Thapa, met union leaders in Pokhara on Tuesday.
COERCE ECU > ECU: Ecuador declared a curfew in two provinces. Ecuadorians stayed at home. The army seized three radio
  stations in Ambato.
ASSAULT PAK > PAK: Police in Lahore beat protesters with batons on Sunday.
REJECT ZAF > ZAF: South Africa's mines minister has few friends left. On Monday the opposition rejected his plan.
REQUEST JPN > JPN: Fishermen in Fukushima asked the governor to halt the release.
COERCE CIV > CIV: Ivory Coast holds elections in October. Authorities have banned two rallies of the opposition in
  Bouake.

# victims and owners, where the act names a thing or a place
ASSAULT COD > COD: Fighters on motorcycles overran the town of Lubero in eastern Congo on Tuesday.
COERCE KEN > UGA: Kenyan customs officers impounded 30 Ugandan lorries at the border on Monday.
SANCTION TGO > GHA: Togo imposed a duty on Ghanaian poultry last week.
ASSAULT - > NGA: Gunmen abducted 40 pupils from a school in northern Nigeria.
ASSAULT ERI > ETH: Eritrean troops shelled an Ethiopian hospital on Friday.

# whom the target is said to be by a pronoun or a shared noun
AGREE DZA MAR > -: Algeria and Morocco have quarrelled for years. On Monday the neighbours agreed to reopen the
  crossing.
REQUEST AGO > ZMB MWI: Angola, which mediates between Zambia and Malawi, proposed that their presidents meet in May.
REJECT MRT > MLI: Dozens of Malian drivers waited at the crossing on Friday, with Mauritania refusing to let them
  pass.
REJECT LBY > ERI: A boat with 90 Eritreans drifted for days because Libya refused to allow them to land.
SANCTION USA > MDG: Madagascar's new ruler is Colonel Jean Rakoto. The United States imposed sanctions on him in
  March.
ACCUSE TGO > NER: Togo's president, Kofi Mensah, met Benin's foreign minister, Paul Adjovi, on Monday. He accused
  Niger of spying.
ACCUSE PRY > CHL: "We will not pay," Paraguay's finance minister, Ana Ruiz, told the Peruvian envoy. She accused Chile
  of greed.

# who is only told, asked or present
THREATEN BOL > PER: The Chilean envoy told the Security Council that Bolivia had threatened Peru with force.
REQUEST UGA > RWA: Kenya's spokesman said that Uganda had demanded an apology from Rwanda.
ACCUSE RWA > COD: Rwanda accused Congo of shelling a camp near the Ugandan border.
SANCTION TCD > FRA: Chad recalled its ambassador from Paris after remarks by a French general.
ACCUSE GHA > TGO: Ghana criticised Togo in a letter to the Swedish ambassador.
AGREE KEN ETH > -: Kenya agreed with Ethiopia to share the water at a summit hosted by Djibouti.
CONSULT SRB XKX > -: The leaders of Serbia and Kosovo met in Ohrid on Monday.
CONSULT POL > RWA: The Polish president visited Kigali on Monday.
ACCUSE BEN > NER: Benin's interior minister told lawmakers in Cotonou that Niger was arming the gangs, and condemned
  Niger for it.

# bodies between states, whatever passport their officers carry
ACCUSE - > BLR: The head of the OSCE mission, the Austrian diplomat Franz Huber, condemned Belarus on Monday.
REQUEST - > TCD: The UN envoy for the Sahel, a former Norwegian minister, urged Chad to reopen the camp.
ACCUSE - > SDN: The African Union's envoy, Kenyan lawyer John Otieno, criticised Sudan.
ACCUSE - > HUN: The European Commission, whose chief spokesman is a Greek, sued Hungary on Tuesday.

# names that only sound like a state
PROTEST EGY > EGY: CAIRO, Egypt - Hundreds of students rallied at the American University in Cairo on Monday against
  the government.
PROTEST PER > PER: Peru is short of doctors, and Lima of nurses. Nurses of the German Hospital in Lima went on strike
  on Thursday.
COERCE PRY > PRY: Paraguayan police arrested two councillors on France Avenue in Asunción.
ASSAULT - > KEN: Attackers bombed a police post beside the Uganda Road market in Eldoret, Kenya.

# the adversary, and whose deed it is
CONCEDE KEN > UGA: A court in Nairobi dropped the case against Uganda's former envoy.
REJECT ZMB > ZMB: A court in Lusaka rejected a complaint by the farmers' union against the finance ministry.
ASSAULT THA > KHM: A Cambodian clinic with a Swiss name was bombed by Thai jets.
REJECT SYR > TUR: Syria rejected a Turkish demand for the return of the pilots.
PROTEST MLI > DZA: Hundreds of Malians protested outside the Algerian embassy in Bamako.
COERCE CHN > VNM: A Chinese coast guard ship seized a Vietnamese boat carrying engineers to the reef.

# institutions that many states have, and those who are of them
COERCE PER > PER: LIMA, June 7 - Peru is in uproar. Peruvians marched. Her predecessor tried to dissolve Congress.
REJECT PER > PER: LIMA, June 7 - Peru is in uproar. Peruvians marched. The Supreme Court rejected his appeal.
AGREE QAT > JOR: DOHA: The Amir of Qatar met the Omani minister. Their talks were about Omani gas for Qatar. The Cabinet
  agreed to lend Jordan money.

# adjuncts, towns of one's own, things put down, things added
SANCTION EST > EST: A court in Narva fined a driver 300 euros for giving a lift to three Syrians.
MOBILIZE ARG > -: Argentina has moved tanks to Patagonia.
COERCE BLR > BLR: Latvia recalled its envoy. President Alexander Lukashenko crushed mass demonstrations in Minsk.
PROTEST - > PER: The Peruvian president was pelted with tomatoes in Cusco.
SUPPORT CHL > -: Chile praised the pact, a deal the Peruvian president signed.
AID TGO > PAK: Togo's cabinet agreed to lend Jordan money and also sent humanitarian aid to Pakistan.
REQUEST - > -: The GCC's secretary-general blamed Peru and called on the UN Security Council to act.

# titles and initials before a name
REQUEST IND > -: Chief Minister M.K. Example wrote to External Affairs Minister S. Jaishankar, seeking help.
SUPPORT IRQ KWT > -: The Iraqi Minister of Oil, Dr Haidar Al-Tamimi, left. Al-Tamimi and his Kuwaiti counterpart signed
  a memorandum.

# organs that nothing near claims, and those who act without being named
ACCUSE GBR > GBR: Britain has a new housing plan. Furious MPs savaged the Home Secretary on Monday.
COERCE VUT > VUT: Vanuatu put the accord on hold on Monday, hours after lawmakers ousted the prime minister.
COERCE IND > IND: India's lower house met for an hour. Four MPs were suspended for unruly conduct.
ACCUSE UKR > UKR: Ukraine and Russia traded shells. Ukraine buried its dead. A Ukrainian major was charged with theft.
REQUEST FRA > FRA: France votes soon. The fall of Prime Minister Solène Caradec's cabinet is near. France waits.
  Caradec pleaded for calm.
ACCUSE BEN > BFA: Benin's minister said that it had "never given a coin to a rebel" and condemned Burkina Faso.
ACCUSE PRY > BRA: Paraguay's minister said that officers had opened fire and condemned Brazil.
REQUEST RUS > -: The Russian embassy in Canberra, which also covers Fiji, asked for proof.
AGREE KGZ TJK > -: Kyrgyzstan and Tajikistan settled their border, and the foreign ministers are expected to sign a
  treaty in Osh.
ASSAULT CHN > PHL: A Chinese ship fired water cannon at a Philippine boat carrying fishermen to the shoal.
ACCUSE ECU > -: Ecuador's interior minister blamed "groups paid by smugglers" on Monday. Ecuador is tense.

# the same in longer paragraphs
REQUEST CHL > CHL: SANTIAGO (Reuters) - Chile's lower house rejected the pension bill on Wednesday. The speaker, Marta
  Leal, asked the government to withdraw it.
COERCE PAK > PAK: Islamabad was calm. Authorities in Pakistan suspended mobile services in three cities on Friday, and
  police detained dozens of supporters of the jailed former premier.
ACCUSE KEN > KEN: A Kenyan court heard the petition on Monday. Activist Njeri Kamau told the judges that police had
  beaten her son; the inspector general denied it and accused her of lying.
SANCTION BRA > BRA: Brazil's supreme court convicted a former army commander of plotting a coup and sentenced him to
  19 years.
ACCUSE COL > COL: In Bogotá, senators grilled the defence minister for six hours. The minister blamed his predecessor
  for the purchase, which auditors are investigating.
PROTEST TUR > TUR: Turkey's largest city saw a third night of rallies. Students gathered outside the town hall to
  denounce the mayor's arrest.
REJECT POL > POL: Poland's president vetoed the media law on Tuesday. His spokesman said that he would not sign any
  bill that parliament passed in haste.
COERCE ZWE > ZWE: Zimbabwean authorities barred opposition leader Tendai Moyo from leaving the country, his lawyer
  said.
ASSAULT IDN > IDN: Indonesian police shot dead two protesters in Papua on Saturday, a church leader said.
REQUEST IND > IND: India's farmers want a law on prices. Their leaders urged parliament to pass it before the harvest.
ASSAULT CMR > CMR: Separatists in Cameroon's North-West region kidnapped a senator on Monday, the army said.
ACCUSE ESP > ESP: The leader of Spain's conservatives accused the prime minister of buying votes with pardons.
COERCE KOR > KOR: South Korean prosecutors raided the presidential office on Thursday and seized computers.
SUPPORT MEX > MEX: Mexico's senate ratified the appointment of the new attorney general, whom governors from
  all parties had proposed.
THREATEN HND > HND: Truckers in Honduras threatened on Tuesday to shut the port unless the customs office drops the
  fee.
ACCUSE UGA > KEN: Kenya arrested two Ugandan fishermen on the lake. Uganda's navy accused it of piracy.
ACCUSE SRB > XKX: Police in Kosovo closed a Serbian bank on Monday. Serbia's president called the raid barbaric and
  accused Pristina of provoking a war.
REQUEST ARM > AZE: Azerbaijan holds 23 Armenian prisoners. Armenia's foreign minister, Ani Saroyan, met the envoy on
  Monday. She demanded that Baku free them.
REQUEST GTM > MEX: A convoy of Guatemalan farmers was stopped in Chiapas. Guatemala asked Mexico to let them through.
COERCE LTU > BLR: Lithuania shut two crossings with Belarus after balloons drifted over the airport in Vilnius.
"""

_ENTRY = re.compile(r"^([A-Z]+) ([A-Z -]+) > ([A-Z -]+): (.+)$")


def entries() -> list[tuple[str, str, str, str]]:
    """Type, sources, targets and text of each entry."""
    lines = re.sub(r"\n  +", " ", TABLE).splitlines()
    found = [_ENTRY.match(line) for line in lines if line and not line.startswith("#")]
    assert all(found)
    return [(m[1], m[2], m[3], m[4]) for m in found if m]


@pytest.mark.parametrize(("kind", "sources", "targets", "text"), entries())
def test_who_did_it_to_whom(kind: str, sources: str, targets: str, text: str) -> None:
    found = [c for c in coder.code(text, language="en", published_date=DAY) if c.event_type == kind]
    assert found, text
    got = [{a.country for a in side if a.country} for side in (found[-1].sources, found[-1].targets)]
    wanted = [set(side.replace("-", "").split()) for side in (sources, targets)]
    if kind in UNDIRECTED:
        got, wanted = [got[0] | got[1]], [wanted[0] | wanted[1]]
    assert got == wanted
