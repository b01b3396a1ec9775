"""The measures that are known, in plain Swedish.

The list and its words are ours: the source names its measures by codes alone. A measure that is
not here is shown by its code.
"""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "studentsPerTeacherQuota": _("Elever per lärare"),
    "certifiedTeachersQuota": _("Andel lärare med legitimation och behörighet, procent"),
    "specialTeacherPositions": _("Speciallärare, tjänster"),
    "specialEducatorsQuota": _("Specialpedagoger"),
    "totalNumberOfPupils": _("Antal elever"),
    "ratioOfPupilsIn6thGradeWithAllSubjectsPassed": _(
        "Andel elever i årskurs 6 med godkänt i alla ämnen, procent"
    ),
    "ratioOfPupilsIn9thGradeWithAllSubjectsPassed": _(
        "Andel elever i årskurs 9 med godkänt i alla ämnen, procent"
    ),
    "averageGradesMeritRating9thGrade": _("Genomsnittligt meritvärde i årskurs 9"),
    "ratioOfPupils9thGradeEligibleForNationalProgramYR": _(
        "Andel elever i årskurs 9 behöriga till yrkesprogram, procent"
    ),
    "ratioOfPupils9thGradeEligibleForNationalProgramES": _(
        "Andel elever i årskurs 9 behöriga till estetiska programmet, procent"
    ),
    "ratioOfPupils9thGradeEligibleForNationalProgramSAEKHU": _(
        "Andel elever i årskurs 9 behöriga till samhälls-, ekonomi- och humanistiska programmen,"
        " procent"
    ),
    "ratioOfPupils9thGradeEligibleForNationalProgramNATE": _(
        "Andel elever i årskurs 9 behöriga till naturvetenskaps- och teknikprogrammen, procent"
    ),
    "averageResultNationalTestsSubjectSVE6thGrade": _("Nationella prov i svenska, årskurs 6"),
    "averageResultNationalTestsSubjectSVA6thGrade": _(
        "Nationella prov i svenska som andraspråk, årskurs 6"
    ),
    "averageResultNationalTestsSubjectENG6thGrade": _("Nationella prov i engelska, årskurs 6"),
    "averageResultNationalTestsSubjectMA6thGrade": _("Nationella prov i matematik, årskurs 6"),
    "averageResultNationalTestsSubjectSVE9thGrade": _("Nationella prov i svenska, årskurs 9"),
    "averageResultNationalTestsSubjectSVA9thGrade": _(
        "Nationella prov i svenska som andraspråk, årskurs 9"
    ),
    "averageResultNationalTestsSubjectENG9thGrade": _("Nationella prov i engelska, årskurs 9"),
    "averageResultNationalTestsSubjectMA9thGrade": _("Nationella prov i matematik, årskurs 9"),
    "ratioOfPupilsWithExamWithin3Years": _("Andel elever med examen inom tre år, procent"),
    "gradesPointsForStudents": _("Genomsnittlig betygspoäng"),
    "gradesPointsForStudentsWithExam": _("Genomsnittlig betygspoäng för elever med examen"),
    "ratioOfStudentsEligibleForUndergraduateEducation": _(
        "Andel elever med grundläggande behörighet till högskola, procent"
    ),
}


def measure_name(code: str) -> str:
    return str(NAMES.get(code, code))
