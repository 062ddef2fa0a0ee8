"""How much a run of words reads like the name of a journal."""

from __future__ import annotations

import re

from mscref.formats.reference_strings.lettering import LOWER, UPPER

_ABBREVIATED_TEXT = """
    acad acc acta adv aging agric allergy am amer an anaesth anal anat ann annu anthropol anticancer antimicrob appl
    aquat arch arq arthrit arthrosc artif assoc astron astrophys atmos behav ber biochem biochim bioeng biogeogr
    bioinform biol biomech biomed biophys biosci biotechnol bol br braz brit bull bur calif can cardiol cardiovasc
    cell cells chem chim chin chir circ cir clim clin cogn coll commun comp comput conf conserv contrib coron corr
    crit curr cyber cytol dent dermatol des dev diagn diet dig dis disabil disord drug ecol econ ed educ electr
    electrochem electron embryol emerg endocr endocrinol endod endoscop eng engl entomol environ epidemiol equine
    ergon ethol eur evol exerc exp expert extracell fam fert fertil fish food forens front func funct gastroenterol
    gen genet genom geogr geol geophys geriatr gerontol glob growth gynecol gynaecol haematol haemost hazard
    headache health hematol hepat hepatol hered herp herpetol hist histochem histol hortic hosp hum hydrol hyg
    hypertens immun immunol implant ind indian inf infect inflamm inform inorg ins inst instrum int integr interact
    interv invest invertebr isr ital j jpn joint jt kidney klin lab lett leuk linn lipid liver macromol magn mal
    mamm manag mar mat mater math mech med medica metab meteorol meth methods microb microbiol micron mil mineral
    mitt mod mol monit monogr mov mult musculoskelet nanotechnol nat natl nephrol nerv neur neural neurobiol
    neurochem neurol neurophysiol neuropsychol neuroradiol neurosci neurosurg nucl nurs nutr obes obstet occup
    oceanogr oncol ophthalmic ophthalmol opin opt oral organ org orn orthod orthop ortop otol otolaryngol paediatr
    palaeontol parasit parasitol patol part pathol patient pediatr periodontol perspect pflanz pharm pharmacol
    pharmacother philos photo photochem phys physiol phytochem planet plast pol policy poll polym popul postgrad
    pract prev prim proc prog prosthet prosthodont protoc psychiat psychiatry psychol psychopharmacol psychosom
    psychother pub publ pulm qual quant quart quim radiat radiol radiother rec reconstr rectum refract regen regul
    rehabil relat rep repr reprod res resour respir resuscit retin rev rheum rheumatol risk roy royal san sao scand
    sci scler sect semin sens ser serv sex signal signif simul soc sociol soft sport sports stand stat stem steril
    stereotact stoch strateg struct stud subst supplement support surg surv swed symp synth syst tech technol ter
    term test theor ther thorac thromb thyroid tidsskr tijdschr tissue top toxicol trac trans transduct transfus
    transl transm transp transplant traumatol treat trends trop tumor ultras ultrason ultrasound univ urol vasc verh
    vet virol virus vis vitam wien wildl wkly women wound z zentralbl zool zuzhi zh zhongguo zhonghua zhurnal yao yi
    xue za zhi marrow course lect spring cold harb mayo factor colon flow elbow shoulder obstruct pulmon handb
    preserv natur arthro jama jbjs ieee acm acs aip plos bmc bmj faseb embo pnas nejm one npj rsc spie crit
"""
_ABBREVIATED = frozenset(_ABBREVIATED_TEXT.split())
_FULL_TEXT = """
    journal journals annals archives archive advances acta bulletin proceedings transactions letters review reviews
    reports research science sciences medicine medical clinical international american british european canadian
    australian chinese japanese indian nature plos lancet frontiers communications opinion trends current scientific
    biology chemistry physics biochemistry physiology pathology oncology neurology neuroscience neurosciences
    surgery psychiatry pediatrics immunology genetics genomics gerontology cytotherapy biomaterials transplantation
    cell cells stem methods protocols engineering technology health care annual series studies quarterly record
    magazine academy society association royal dentistry cardiology radiology rheumatology hematology haematology
    hepatology gastroenterology dermatology endocrinology epidemiology nephrology ophthalmology urology virology
    zoology ecology botany entomology evolution mathematics statistics economics education law policy management
    biotechnology bioinformatics pharmacology toxicology microbiology disease diseases disorders therapy
    therapeutics pharmaceutical biomedical biological molecular cellular experimental applied regenerative
    translational experimental
"""
_FULL = frozenset(_FULL_TEXT.split())
_SINGLE_TEXT = """
    nature science cell lancet blood cancer circulation neurology brain stroke gut chest thorax spine pain diabetes
    leukemia biomaterials cytotherapy transplantation gastroenterology hepatology pediatrics radiology
    anesthesiology neuron immunity oncogene allergy addiction appetite biometrics biometrika bioinformatics
    bioscience biochemistry burns bone cornea cortex development endocrinology epilepsia evolution genetics genomics
    gerontologist growth haematologica headache heart hypertension icarus infection injury jama kidney knee langmuir
    lupus medicine metabolism muscle nanoscale neoplasia neuroscience neurosurgery neuroimage nutrition obesity
    oikos oncotarget oncologist onkologie ophthalmology orthopedics organometallics pharmacogenomics pharmacotherapy
    phytochemistry planta plasmid polymer proteomics prostate psychopharmacology public radiographics retina
    rheumatology schizophrenia shock sleep small surgery synapse talanta tetrahedron theranostics thyroid toxicology
    toxins transfusion trials tuberculosis urology vaccine viruses virology zootaxa copeia herpetologica ecology
    elife bmj plos pnas cancers cells nutrients sensors materials molecules polymers sustainability water genes
    biomolecules biomedicines pharmaceutics antioxidants differentiation digestion dermatology arthroscopy bladder
    biologicals bioessays biodrugs aids anaesthesia angiogenesis apoptosis autophagy aging
"""
_SINGLE = frozenset(_SINGLE_TEXT.split())
_CONNECTOR_LIST = """
    of and the in for & de la du des et der die das für und on to del y e der den van zu a an its di do da i la le
    les with from at y
"""
_CONNECTORS = frozenset(_CONNECTOR_LIST.split())
_LOWER_NAMES = re.compile(r"^(?:e[A-Z]\w+|npj|m[A-Z]\w+|bio[A-Z]\w+|med[A-Z]\w+|i[A-Z]\w+|pii|ars|bioRxiv|medRxiv)$")
_STRIP = ".,;:()[]\"'“”’"
_PLACE = re.compile(r"\s*\([A-Z][\w .,&-]*(?: \d{4})?\)\s*$")
_UNLIKELY_WORDS = re.compile(
    r"(?i)\b(?:patients?|study|trials?|effects?|using|versus|treatment|associated|randomi[sz]ed|meta-analysis|"
    r"analysis|outcomes?|role|comparison|evaluation|case report|update|guidelines?|phase)\b"
)


def is_journal_word(word: str) -> bool:
    """True for a word that journals' names are made of, abbreviated or not."""
    bare = word.strip(_STRIP).casefold()
    return bare in _ABBREVIATED or bare in _FULL


def journal_score(name: str) -> float:
    """How much `name` reads like a journal: above 0 plausible, above 3 almost certain."""
    bare = _PLACE.sub("", name.strip())
    words = bare.replace("/", " ").split()
    if not words or not re.search(f"[{UPPER}{LOWER}]", bare):
        return -20.0
    if len(words) == 1:
        return _single_score(words[0])
    score = 0.0
    known = sum(1 for word in words if is_journal_word(word))
    score += 3.0 * known / len(words) + min(known, 3) * 0.5
    score -= sum(2.5 for word in words if _is_plain_lower(word))
    score -= 1.2 * max(0, len(words) - 8)
    score -= 4.0 * len(re.findall(r"[?!]|: ", bare))
    score -= 1.5 * len(re.findall(r"(?<![A-Z])\b\d+", bare))
    score -= 1.5 * len(_UNLIKELY_WORDS.findall(bare))
    score -= sum(_sentence_cost(word) for word in words[:-1])
    if words[0].strip(_STRIP).casefold() in _CONNECTORS - {"the"} and not words[0][:1].isupper():
        score -= 4.0
    if words[-1].strip(_STRIP).casefold() in _CONNECTORS - {"a", "i", "e", "y"}:
        score -= 4.0
    if not (words[0][:1].isupper() or words[0][:1].isdigit() or _LOWER_NAMES.match(words[0])):
        score -= 4.0
    return score


def _single_score(word: str) -> float:
    bare = word.strip(_STRIP)
    if bare.casefold() in _SINGLE:
        return 3.0
    if _LOWER_NAMES.match(bare):
        return 2.5
    if not bare[:1].isupper():
        return -5.0
    if re.search(r"(?:ology|ologica|iatrics?|iatry|therapy|surgery|science|ics|ica|ia|Rxiv)$", bare):
        return 1.5
    return 0.5 if len(bare) > 2 else -2.0


def _is_plain_lower(word: str) -> bool:
    bare = word.strip(_STRIP)
    return bool(bare) and bare[0].islower() and bare.casefold() not in _CONNECTORS and not _LOWER_NAMES.match(bare)


def _sentence_cost(word: str) -> float:
    """What a full stop inside a name costs: nothing after an abbreviation, most after a word that ends a sentence."""
    if not word.endswith("."):
        return 0.0
    bare = word.strip(_STRIP)
    if is_journal_word(bare) or (bare[:1].isupper() and len(bare) <= 5) or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", bare):
        return 0.0
    return 1.5 if bare[:1].isupper() and len(bare) <= 8 else 5.0
