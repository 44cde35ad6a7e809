from django.conf import settings
from django.db import models


class Profile(models.Model):
    class Role(models.TextChoices):
        TEACHER = "enseignant", "Enseignant"
        OFFICE = "secretariat", "Secrétariat"
        ADMIN = "administration", "Administration"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.TEACHER)
    display_name = models.CharField(max_length=120, blank=True)

    def __str__(self):
        return self.display_name or self.user.get_username()
