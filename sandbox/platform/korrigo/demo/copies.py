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
        Exam(
            title=f"Bac blanc – {subject}",
            subject=subject,
            held_on=FIRST_DAY + datetime.timedelta(days=rank),
            pdf_source=f"exams/source/Sujet – {subject}.pdf",
            # The last exam has no list of pupils.
            students_csv=f"exams/csv/liste_{rank + 1}.csv" if rank + 1 < len(SUBJECTS) else None,
        )
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
            copy = Copy(
                id=uuid.UUID(int=rng.getrandbits(128), version=4),
                exam=exam,
                # One copy in fifty is not recognised yet.
                student=None if rank % 50 == 49 else student,
                anonymous_id=f"A{rank:05}{rng.randrange(16**3):03X}",
                pdf_source=_file_name(rank, exam, student),
                status=rng.choice(Copy.Status.values),
                scanned_at=_moment(exam, rank),
            )
            if copy.status == Copy.Status.GRADED:
                copy.final_pdf = f"copies/final/Copie {copy.anonymous_id} – corrigée.pdf"
                # Sent back to be scanned again: only what was corrected is left.
                if rank % 30 == 2:
                    copy.pdf_source = None
            copies.append(copy)
    copies = Copy.objects.bulk_create(copies, batch_size=1000)
    # Django writes an absent file as an empty text; rows of older versions have a null.
    Copy.objects.filter(final_pdf="", student=None).update(final_pdf=None)
    return copies


def create_booklets(rng, exams, copies):
    """Booklets of 25 copies; one copy in ten was scanned with a second booklet too."""
    booklets, links = [], Booklet.copies.through
    for exam in exams:
        count = -(-sum(copy.exam_id == exam.pk for copy in copies) // COPIES_PER_BOOKLET)
        booklets += Booklet.objects.bulk_create(_booklet(exam, number + 1) for number in range(count))
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


def files(exams, copies):
    """(path below the media folder, bytes, moment) of each file that the rows name."""
    for exam in exams:
        moment = _moment(exam, 0).timestamp()
        yield exam.pdf_source.name, pdf.build([[exam.title, "Sujet"]]), moment
        if exam.students_csv:
            yield exam.students_csv.name, f"numéro;nom\n{exam.pk};{exam.subject}\n".encode(), moment
        for booklet in exam.booklets.all():
            for rank, name in enumerate(filter(None, [booklet.header_image.name, *booklet.pages_images])):
                yield name, b"\x89PNG\r\n\x1a\n" + f"{booklet} {rank}".encode(), moment
    for copy in copies:
        moment = copy.scanned_at.timestamp()
        if copy.pdf_source:
            yield copy.pdf_source.name, _scan(copy), moment
        if copy.final_pdf:
            yield copy.final_pdf.name, pdf.build([[copy.exam.title, f"Copie {copy.anonymous_id}", "Corrigée"]]), moment


def _booklet(exam, number):
    folder = f"booklets/{exam.subject}"
    return Booklet(
        exam=exam,
        number=number,
        # One booklet in four is not cut yet.
        header_image=f"{folder}/en-tête {number}.png" if number % 4 else None,
        pages_images=[f"{folder}/lot {number} page {page}.png" for page in (1, 2)] if number % 4 else [],
    )


def _scan(copy):
    of = f"Classe {copy.student.class_name}" if copy.student else "Élève inconnu"
    header = [copy.exam.title, f"Copie {copy.anonymous_id}", of]
    return pdf.build([[*header, "Page 1 sur 2", *_handwriting(copy)], [*header, "Page 2 sur 2"]])


def _file_name(rank, exam, student):
    folder = PurePosixPath("copies/source/2026") / exam.subject
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
