import datetime
import decimal
import unicodedata
import uuid
from pathlib import PurePosixPath

from demo import pdf
from demo.names import REMARKS, SUBJECTS
from exams.models import Annotation, Booklet, Copy, Exam, Score

FIRST_DAY = datetime.date(2026, 1, 12)
COPIES_PER_BOOKLET = 25
QUESTIONS = 4


def create_exams(teachers):
    exams = Exam.objects.bulk_create(
        Exam(title=f"Bac blanc – {subject}", subject=subject, held_on=FIRST_DAY + datetime.timedelta(days=rank))
        for rank, subject in enumerate(SUBJECTS)
    )
    links = Exam.correctors.through
    links.objects.bulk_create(
        links(exam=exam, user=teacher)
        for rank, exam in enumerate(exams)
        for teacher in (teachers[rank % len(teachers)], teachers[(rank + 5) % len(teachers)])
    )
    return exams


def create_copies(rng, exams, students):
    """One copy per pupil and exam, in an order that is not that of its file names."""
    copies = []
    for exam in exams:
        for student in students:
            rank = len(copies)
            copies.append(
                Copy(
                    id=uuid.UUID(int=rng.getrandbits(128), version=4),
                    exam=exam,
                    student=student,
                    anonymous_code=f"A{rank:05}{rng.randrange(16**3):03X}",
                    file=_file_name(rank, exam, student),
                    status=rng.choice(Copy.Status.values),
                    scanned_at=_moment(exam, rank),
                )
            )
    return Copy.objects.bulk_create(copies, batch_size=1000)


def create_booklets(rng, exams, copies):
    """Booklets of 25 copies; one copy in ten was scanned with a second booklet too."""
    booklets, links = [], Booklet.copies.through
    for exam in exams:
        count = -(-sum(copy.exam_id == exam.pk for copy in copies) // COPIES_PER_BOOKLET)
        booklets += Booklet.objects.bulk_create(Booklet(exam=exam, number=number + 1) for number in range(count))
    rows = []
    for rank, copy in enumerate(copies):
        own = rank // COPIES_PER_BOOKLET
        rows.append(links(booklet=booklets[own], copy=copy))
        if rng.random() < 0.1:
            rows.append(links(booklet=booklets[(own + 1) % len(booklets)], copy=copy))
    links.objects.bulk_create(rows, batch_size=2000)


def create_grades(rng, copies, teachers):
    scores, annotations = [], []
    for copy in copies:
        if copy.status == Copy.Status.SCANNED:
            continue
        corrector = rng.choice(teachers)
        for question in range(1, QUESTIONS + 1):
            points = decimal.Decimal(rng.randrange(0, 21)) / 4
            scores.append(Score(copy=copy, question=question, points=points, corrector=corrector))
        annotations.append(
            Annotation(copy=copy, author=corrector, page=rng.randint(1, 2), text=rng.choice(REMARKS))
        )
    Score.objects.bulk_create(scores, batch_size=2000)
    Annotation.objects.bulk_create(annotations, batch_size=2000)


def file_content(copy):
    header = [f"{copy.exam.title}", f"Copie {copy.anonymous_code}", f"Classe {copy.student.class_name}"]
    return pdf.build([[*header, "Page 1 sur 2", *_handwriting(copy)], [*header, "Page 2 sur 2"]])


def _file_name(rank, exam, student):
    folder = PurePosixPath("copies/2026") / exam.subject
    name = f"{student.last_name} {student.first_name} – copie n° {rank + 1}"
    if rank % 40 == 7:
        name += " (rattrapage, 100 % à l’oral) #2 & fin"
    # Files that come from a Mac have decomposed accents: the same letters, other bytes.
    form = "NFD" if rank % 25 == 3 else "NFC"
    return unicodedata.normalize(form, str(folder / f"{name}.pdf"))


def _moment(exam, rank):
    start = datetime.datetime.combine(exam.held_on, datetime.time(17, 0), tzinfo=datetime.timezone.utc)
    return start + datetime.timedelta(seconds=7 * (rank % 200))


def _handwriting(copy):
    value = copy.id.int
    return [f"Exercice {number + 1} : x = {(value >> (8 * number)) % 1000}" for number in range(8)]
