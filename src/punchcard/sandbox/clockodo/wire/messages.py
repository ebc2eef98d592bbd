"""What the simulated Clockodo says, in its three languages (Clockodo API, localisation)."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("en", "de", "fr")


class Message(NamedTuple):
    """A sentence in every language."""

    en: str
    de: str
    fr: str

    def said(self, language: str, about: str = "") -> str:
        """Return the sentence in a language of `LANGUAGES`, with what it is about in its place."""
        text = {"de": self.de, "fr": self.fr}.get(language, self.en)
        return text.replace("{}", about)


def language_of(header: str) -> str:
    """Return the first language of an `Accept-Language` that there is; English without one."""
    for part in header.split(","):
        wanted = part.split(";")[0].strip()[:2].casefold()
        if wanted in LANGUAGES:
            return wanted
    return "en"


_M = Message
AUTHENTICATION_FAILED = _M(
    "Authentication failed", "Authentifizierung fehlgeschlagen", "Échec de l’authentification"
)
NO_IDENTIFICATION = _M(
    "The header X-Clockodo-External-Application is missing",
    "Der Header X-Clockodo-External-Application fehlt",
    "L’en-tête X-Clockodo-External-Application manque",
)
LONG_IDENTIFICATION = _M(
    "The value of X-Clockodo-External-Application is longer than 50 characters",
    "Der Wert von X-Clockodo-External-Application ist länger als 50 Zeichen",
    "La valeur de X-Clockodo-External-Application dépasse 50 caractères",
)
TOO_MANY_CALLS = _M("Too many requests", "Zu viele Anfragen", "Trop de requêtes")
NO_ROUTE = _M("Route not found", "Route nicht gefunden", "Route introuvable")
RETIRED = _M("This version is deprecated", "Diese Version ist veraltet", "Cette version est obsolète")
NO_METHOD = _M("Method not allowed", "Methode nicht erlaubt", "Méthode non autorisée")
NO_BODY = _M(
    "The body cannot be read", "Der Inhalt ist nicht lesbar", "Le contenu de la requête est illisible"
)
MISSING = _M("Missing data: {}", "Fehlende Daten: {}", "Données manquantes : {}")
WRONG_FORMAT = _M("Wrong format", "Falsches Format", "Format incorrect")
ARRAY_EXPECTED = _M("Array expected.", "Array erwartet.", "Tableau attendu.")
UNKNOWN_GROUPING = _M("Unknown group option", "Unbekanntes Gruppierungskriterium", "Critère inconnu")
UNKNOWN_PARAMETER = _M("Unknown parameter: {}", "Unbekannter Parameter: {}", "Paramètre inconnu : {}")
UNKNOWN_VALUE = _M("Unknown value", "Unbekannter Wert", "Valeur inconnue")
TOO_LONG = _M("The text is too long", "Der Text ist zu lang", "Le texte est trop long")
ONE_LINE = _M(
    "Texts have to be on one line", "Texte müssen einzeilig sein", "Les textes doivent tenir sur une ligne"
)
ONLY_ONE = _M(
    "These values do not go together: {}",
    "Diese Angaben passen nicht zusammen: {}",
    "Ces valeurs ne vont pas ensemble : {}",
)
FORBIDDEN = _M("You do not have the right to do this", "Dazu fehlt Ihnen das Recht", "Droits insuffisants")
NOT_FOUND = _M("Not found", "Nicht gefunden", "Introuvable")
INACTIVE = _M("{} is not active", "{} ist nicht aktiv", "{} n’est pas actif")
UNKNOWN_ID = _M("There is no such {}", "{} gibt es nicht", "{} n’existe pas")
NOT_OF = _M("{} belongs to another one", "{} gehört zu etwas anderem", "{} appartient à un autre élément")
PROJECT_NEEDED = _M("A project is needed", "Ein Projekt ist nötig", "Un projet est nécessaire")
BACKWARDS = _M(
    "The end has to be after the start", "Das Ende muss nach dem Beginn liegen", "La fin précède le début"
)
TOO_LARGE = _M(
    "An entry may be at most 24 hours long",
    "Ein Eintrag darf höchstens 24 Stunden lang sein",
    "Une saisie dure au plus 24 heures",
)
IN_FUTURE = _M("This is in the future", "Das liegt in der Zukunft", "C’est dans le futur")
NOT_LINKED = _M(
    "The duration has to be the time from start to end",
    "Die Dauer muss der Zeit von Beginn bis Ende entsprechen",
    "La durée doit correspondre au temps entre début et fin",
)
ONLY_RUNNING = _M(
    "Only a running entry is without an end",
    "Nur ein laufender Eintrag hat kein Ende",
    "Seule une saisie en cours est sans fin",
)
OVERLAPS = _M(
    "There is another entry at this time",
    "Zu dieser Zeit gibt es schon einen Eintrag",
    "Il existe déjà une saisie à cette heure",
)
NOT_RUNNING = _M(
    "This entry is not running any more", "Dieser Eintrag läuft nicht mehr", "Cette saisie ne tourne plus"
)
CHANGED_MEANWHILE = _M(
    "The entry was changed in the meantime",
    "Der Eintrag wurde zwischenzeitlich geändert",
    "La saisie a été modifiée entre-temps",
)
CLOSED_DAY = _M(
    "Entries of this day are locked", "Einträge dieses Tages sind gesperrt", "Les saisies sont verrouillées"
)
CLOSED_WORK_TIME = _M(
    "Work times of this day can only be changed by a change request",
    "Arbeitszeiten dieses Tages lassen sich nur per Änderungsantrag ändern",
    "Ce jour ne peut être modifié que par une demande de modification",
)
WARN_OVERLAP = _M(
    "The start lies within another entry",
    "Der Beginn liegt in einem anderen Eintrag",
    "Le début se trouve dans une autre saisie",
)
WARN_FREE_DAY = _M("Today is {}", "Heute ist {}", "Aujourd’hui, c’est {}")
NOT_THAT_DAY = _M(
    "The changes have to lie on that day", "Die Änderungen müssen an dem Tag liegen", "Ce n’est pas ce jour"
)
MATCH_ENTRIES = _M(
    "Work times have to match the entries of that day",
    "Arbeitszeiten müssen den Einträgen des Tages entsprechen",
    "Les heures doivent correspondre aux saisies du jour",
)
CLOCK_RUNS = _M(
    "The clock runs over this time", "Die Stoppuhr läuft über diese Zeit", "Le chronomètre couvre ce temps"
)
DECLINED_ALREADY = _M(
    "This change request was declined",
    "Dieser Änderungsantrag wurde abgelehnt",
    "Cette demande de modification a été refusée",
)
TOO_LONG_DAY = _M(
    "More than 10 hours of work on that day",
    "Mehr als 10 Stunden Arbeit an dem Tag",
    "Plus de 10 heures de travail ce jour",
)
SHORT_BREAKS = _M(
    "The breaks of that day are too short",
    "Die Pausen an dem Tag sind zu kurz",
    "Les pauses de ce jour sont trop courtes",
)
NO_PROJECT = _M("No project", "Kein Projekt", "Aucun projet")
NOTHING = _M("None", "Ohne Angabe", "Aucun")
BILLABLE = (
    _M("Not billable", "Nicht abrechenbar", "Non facturable"),
    _M("Billable", "Abrechenbar", "Facturable"),
    _M("Billed", "Abgerechnet", "Facturé"),
)
LUMPSUM = (_M("Time entries", "Zeiteinträge", "Saisies de temps"), _M("Lump sums", "Pauschalen", "Forfaits"))
WEEK = _M("Week {}", "KW {}", "Semaine {}")
MONTHS = (
    _M("January", "Januar", "janvier"),
    _M("February", "Februar", "février"),
    _M("March", "März", "mars"),
    _M("April", "April", "avril"),
    _M("May", "Mai", "mai"),
    _M("June", "Juni", "juin"),
    _M("July", "Juli", "juillet"),
    _M("August", "August", "août"),
    _M("September", "September", "septembre"),
    _M("October", "Oktober", "octobre"),
    _M("November", "November", "novembre"),
    _M("December", "Dezember", "décembre"),
)
