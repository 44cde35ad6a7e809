from django.db import models


class Student(models.Model):
    number = models.CharField("numéro", max_length=12, unique=True)
    last_name = models.CharField("nom", max_length=80)
    first_name = models.CharField("prénom", max_length=80)
    class_name = models.CharField("classe", max_length=20)

    class Meta:
        ordering = ["last_name", "first_name", "number"]

    def __str__(self):
        return f"{self.first_name} {self.last_name}"
