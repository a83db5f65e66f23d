"""The columns of Moodle's grading worksheets and lists of participants, whatever the language of the site.

Moodle writes their names in the language of whoever downloads them, and wants them back in the same. They are known
here in some languages; in others a worksheet is understood by its order, which is always the same: who, then the
grade, then the maximum of all grades.
"""

import re

from dlcourse.grading.csv_files import as_it_was
from dlcourse.grading.exports.platform_csv import folded, rows_by, rows_by_text
from dlcourse.grading.exports.written_numbers import number_in
from dlcourse.grading.written_dates import read_date

HEADERS = {  # en, de, fr, es and ca, it, pt, nl, pl, sv, da and nb, fi, cs, ru, ja, zh
    "identifier": """identifier | id | identifiant | identificador | identificativo | número de identificação
        | identificatie | id-code | identyfikator | identifierare | tunniste | идентификатор | 識別子 | 标识符""",
    "grade": """grade | bewertung | note | calificación | qualificació | valutazione | voto | nota | classificação
        | cijfer | beoordeling | ocena | betyg | karakter | karakterer | arvosana | známka | hodnocení | оценка
        | 評点 | 評定 | 成绩""",
    "maximum": """maximum grade | bestwertung | höchste bewertung | maximale bewertung | note maximale
        | calificación máxima | qualificació màxima | valutazione massima | voto massimo | nota máxima
        | classificação máxima | maximumcijfer | maximum cijfer | maximale beoordeling | maksymalna ocena
        | ocena maksymalna | maximalt betyg | maksimal karakter | maksimikarakter | enimmäisarvosana
        | nejvyšší známka | maximální známka | максимальная оценка | 最大評点 | 最高成绩""",
    "scale": "scale | skala | barème | escala | scala | schaal | asteikko | škála | шкала | 評価尺度 | 量表",
    "modified": """last modified (grade) | zuletzt geändert (bewertung) | dernière modification (note)
        | última modificación (calificación) | ultima modifica (valutazione) | última modificação (nota)
        | laatst gewijzigd (beoordeling) | ostatnia modyfikacja (ocena) | последнее изменение (оценка)
        | 最終更新日時 (評定)""",
    "submitted": """last modified (submission) | zuletzt geändert (abgabe) | dernière modification (travail remis)
        | última modificación (entrega) | última modificación (envío) | última modificação (envio)
        | ultima modifica (consegna) | laatst gewijzigd (inzending) | poslední změna (odevzdaný úkol)
        | последнее изменение (ответ) | 最終更新日時 (提出)""",
    "feedback": """feedback comments | feedback als kommentar | feedback par commentaires
        | comentarios de retroalimentación | commenti di feedback | feedback come commento | comentários de feedback
        | feedback als opmerkingen | komentarz zwrotny | komentarze zwrotne""",
    "name": """full name | vollständiger name | nom complet | nombre completo | nom i cognoms | nome completo | nome
        | volledige naam | pełna nazwa | imię i nazwisko | fullständigt namn | fullt navn | koko nimi | celé jméno
        | полное имя | 氏名 | 全名""",
    "first": """first name | vorname | prénom | nombre | nome | voornaam | imię | förnamn | fornavn | etunimi | jméno
        | имя""",
    "last": """last name | surname | nachname | nom | nom de famille | apellido(s) | apellidos | cognome | sobrenome
        | apelido | achternaam | nazwisko | efternamn | etternavn | sukunimi | příjmení | фамилия""",
    "email": """email address | email | e-mail | e-mail address | e-mail-adresse | e-mailadresse | adresse de courriel
        | dirección de correo | dirección email | correo electrónico | adreça electrònica | indirizzo email
        | endereço de email | endereço de e-mail | e-mailadres | adres e-mail | adres email | e-postadress
        | e-postadresse | sähköpostiosoite | e-mailová adresa | адрес электронной почты""",
    "idnumber": """id number | id-nummer | numéro d'identification | numéro d’identification | número de id
        | número id | número d'identificació | codice identificativo | numero id | número de identificação
        | numer id | numer identyfikacyjny | идентификационный номер""",
    "username": """username | anmeldename | nom d'utilisateur | nom d’utilisateur | nombre de usuario | nom d'usuari
        | nome utente | identificação de usuário | nome de utilizador | gebruikersnaam | nazwa użytkownika
        | användarnamn | brugernavn | brukernavn | käyttäjätunnus | uživatelské jméno | логин""",
}
NUMBERED = re.compile(r"\D{1,60}\d{1,18}")  # an identifier: the word for a participant, then a number


KNOWN = {role: {folded(name) for name in names.split("|")} for role, names in HEADERS.items()}


def columns_of(header, roles=tuple(HEADERS)):
    """role -> the first column with one of its names; a column has one role, the first of those that it may have."""
    places = {}
    for index, name in enumerate(map(folded, header)):
        role = next((role for role in roles if name in KNOWN[role] and role not in places), None)
        if role:
            places[role] = index
    if "last" in places and "first" not in places and "name" in places:
        places["first"] = places.pop("name")  # "Nome" beside "Cognome"
    return places


def worksheet_columns(sheet):
    """The columns of a grading worksheet by role; without "identifier" and "grade" it is none.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    dict
        role -> place.
    """
    places = columns_of(sheet.header)
    is_known = places.get("identifier", 0) > 0
    if not is_known and sheet.rows and all(NUMBERED.fullmatch(row[0].strip()) for row in sheet.rows):
        places = {role: place for role, place in places.items() if place} | {"identifier": 0}
    if "grade" not in places:
        places |= _grades_by_order(sheet, set(places.values()))
    if "modified" in places:
        _feedback_by_order(sheet, places)
        _submitted_by_order(sheet, places)
    return places


def _grades_by_order(sheet, taken):
    """Grade and maximum: two columns in a row, of which the second holds the same number for everybody."""
    for place in range(2, len(sheet.header)):
        cells = {row[place].strip() for row in sheet.rows}
        if len(cells) == 1 and not {place, place - 1} & taken and _is_number(cells.pop()):
            return {"grade": place - 1, "maximum": place}
    return {}


def _is_number(text):
    try:
        return number_in(text, ".") > 0
    except ValueError:
        return False


def _feedback_by_order(sheet, places):
    """Comments stand after the date of the grade."""
    after = places["modified"] + 1
    if "feedback" not in places and after < len(sheet.header) and after not in places.values():
        places["feedback"] = after


def _submitted_by_order(sheet, places):
    """The date of the hand-in stands between the grade and the grade's date; after it there may be an online text."""
    grade = places.get("maximum", places.get("grade", 0))  # before it stand dates when the work is due
    before = [place for place in range(places["modified"] - 1, grade, -1) if place not in places.values()]
    dated = [place for place in before if _is_dates(row[place] for row in sheet.rows)]
    if "submitted" not in places and (dated or places["modified"] - 1 in before):
        places["submitted"] = dated[0] if dated else places["modified"] - 1


def _is_dates(cells):
    """Whether there is a date among cells, and no other text."""
    texts = {cell.strip() for cell in cells} - {"", "-"}
    try:
        return bool([read_date(text, "day") for text in texts])
    except ValueError:
        return False


class MoodlePeople:
    """Who is who in a worksheet or a list of participants.

    Parameters
    ----------
    sheet : Sheet
    places : dict
        role -> place.
    """

    def __init__(self, sheet, places):
        self.sheet, self.places = sheet, places
        indices = range(len(sheet.rows))
        keys = ("username", "idnumber", "email")
        self.by_number = rows_by_text((index, [number_of(self._of(index, "identifier"))]) for index in indices)
        self.by_key = rows_by_text((index, [self._of(index, role) for role in keys]) for index in indices)
        self.by_name = rows_by_text((index, self._names(index)) for index in indices)

    def rows_of(self, who):
        """The row of a student, as a list; empty if there is none, or not one alone."""
        if who["platform"] == "moodle" and "identifier" in self.places:
            keys = [folded(who.get(role, "")) for role in ("login", "email", "id")]
            rows = next((self.by_key[key] for key in keys if key in self.by_key), [])
            rows = self.by_number.get(who["number"], rows)
        else:
            rows = rows_by(who, self.by_key, self.by_name)
        return rows if len(rows) == 1 else []

    def _of(self, index, role):
        return as_it_was(self.sheet.rows[index][self.places[role]]).strip() if role in self.places else ""

    def _names(self, index):
        """How the name in a row may be written."""
        first, last = self._of(index, "first"), self._of(index, "last")
        orders = [f"{first} {last}", f"{last} {first}", f"{last}, {first}"] if first and last else []
        return [self._of(index, "name"), *orders]

    def keys_of(self, who):
        """username, idnumber and email of a student; None if the student is not in it."""
        rows = self.rows_of(who)
        return {role: self._of(rows[0], role) for role in ("username", "idnumber", "email")} if rows else None


def number_of(identifier):
    """The number at the end of an identifier, whatever word is before it."""
    return re.search(r"\d{0,18}$", identifier[-40:])[0]
