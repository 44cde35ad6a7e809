import uuid

from django.conf import settings
from django.db import models


class Exam(models.Model):
    title = models.CharField("intitulé", max_length=160)
    subject = models.CharField("matière", max_length=80)
    held_on = models.DateField("date")
    pdf_source = models.FileField("sujet", upload_to="exams/source/", max_length=255, blank=True, null=True)
    students_csv = models.FileField("liste des élèves", upload_to="exams/csv/", max_length=255, blank=True, null=True)
    correctors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="exams", blank=True)

    class Meta:
        ordering = ["held_on", "title"]

    def __str__(self):
        return self.title


class Copy(models.Model):
    class Status(models.TextChoices):
        SCANNED = "numerisee", "Numérisée"
        IN_PROGRESS = "en-correction", "En correction"
        GRADED = "corrigee", "Corrigée"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="copies")
    # Not yet recognised: a copy without a student.
    student = models.ForeignKey(
        "students.Student", on_delete=models.PROTECT, related_name="copies", blank=True, null=True
    )
    anonymous_id = models.CharField("anonymat", max_length=16, unique=True)
    pdf_source = models.FileField("copie numérisée", upload_to="copies/source/", max_length=255, blank=True, null=True)
    final_pdf = models.FileField("copie corrigée", upload_to="copies/final/", max_length=255, blank=True, null=True)
    status = models.CharField("état", max_length=20, choices=Status.choices, default=Status.SCANNED)
    scanned_at = models.DateTimeField("numérisée le")

    class Meta:
        ordering = ["anonymous_id"]
        verbose_name_plural = "copies"

    def __str__(self):
        return self.anonymous_id


class Booklet(models.Model):
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="booklets")
    number = models.PositiveIntegerField("numéro")
    copies = models.ManyToManyField(Copy, related_name="booklets", blank=True)
    header_image = models.FileField("en-tête", upload_to="booklets/headers/", max_length=255, blank=True, null=True)
    # Paths below the media folder: no column of files names them.
    pages_images = models.JSONField("images des pages", default=list, blank=True)

    class Meta:
        ordering = ["exam", "number"]
        constraints = [models.UniqueConstraint(fields=["exam", "number"], name="booklet_number_unique")]

    def __str__(self):
        return f"Lot {self.number}"


class Score(models.Model):
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="scores")
    question = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=4, decimal_places=2)
    corrector = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scores")

    class Meta:
        ordering = ["copy", "question"]
        constraints = [models.UniqueConstraint(fields=["copy", "question"], name="score_once_per_question")]


class Annotation(models.Model):
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="annotations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annotations")
    page = models.PositiveSmallIntegerField()
    text = models.TextField("remarque")

    class Meta:
        ordering = ["copy", "page", "id"]
