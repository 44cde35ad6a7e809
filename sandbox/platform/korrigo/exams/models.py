import uuid

from django.conf import settings
from django.db import models


class Exam(models.Model):
    title = models.CharField("intitulé", max_length=160)
    subject = models.CharField("matière", max_length=80)
    held_on = models.DateField("date")
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
    student = models.ForeignKey("students.Student", on_delete=models.PROTECT, related_name="copies")
    anonymous_code = models.CharField("code d’anonymat", max_length=16, unique=True)
    file = models.FileField("copie numérisée", upload_to="copies/", max_length=255, unique=True)
    status = models.CharField("état", max_length=20, choices=Status.choices, default=Status.SCANNED)
    scanned_at = models.DateTimeField("numérisée le")

    class Meta:
        ordering = ["anonymous_code"]
        verbose_name_plural = "copies"

    def __str__(self):
        return self.anonymous_code


class Booklet(models.Model):
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="booklets")
    number = models.PositiveIntegerField("numéro")
    copies = models.ManyToManyField(Copy, related_name="booklets", blank=True)

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
