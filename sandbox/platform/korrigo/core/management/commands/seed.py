import json
import os
import random
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from demo import copies as demo_copies
from demo import people
from exams.models import Copy

SEED = 20260127


class Command(BaseCommand):
    help = "Remplit une plateforme vide de données fictives : 200 élèves, 15 épreuves, 3 000 copies et leurs PDF."

    def add_arguments(self, parser):
        parser.add_argument("--students", type=int, default=200, help="nombre d’élèves, 15 copies chacun")

    def handle(self, *args, students, **options):
        if Copy.objects.exists():
            raise CommandError("La plateforme contient déjà des copies : rien n’a été modifié.")

        # On standard input, never in the arguments that every user of the machine can list.
        passwords = json.load(sys.stdin)
        rng = random.Random(SEED)
        with transaction.atomic():
            teachers = people.create_users(passwords)
            students = people.create_students(rng, students)
            exams = demo_copies.create_exams(teachers)
            copies = demo_copies.create_copies(rng, exams, students)
            demo_copies.create_booklets(rng, exams, copies)
            demo_copies.create_grades(rng, copies, teachers)
            for name, content, moment in demo_copies.files(exams, copies):
                _write(name, content, moment)
        self.stdout.write(f"{len(students)} élèves, {len(exams)} épreuves, {len(copies)} copies")


def _write(name, content, moment):
    path = os.path.join(settings.MEDIA_ROOT, name)
    os.makedirs(os.path.dirname(path), mode=0o750, exist_ok=True)
    with open(path, "xb") as file:
        file.write(content)
    # A fixed date: two sandboxes have the same media manifest.
    os.utime(path, (moment, moment))
