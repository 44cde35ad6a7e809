from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from accounts.models import Profile
from demo.names import CLASSES, FIRST_NAMES, LAST_NAMES
from students.models import Student


def create_users(passwords):
    """passwords: {username: password} of the two accounts that can sign in. Returns the teachers."""
    role = Profile.Role
    _user("administration", "Camille", "Duhamel", role.ADMIN, passwords["administration"], is_superuser=True)
    _user("verification", "Compte", "de vérification", role.OFFICE, passwords["verification"])
    return [
        _user(f"prof{number:02}", FIRST_NAMES[number], LAST_NAMES[-number - 1], role.TEACHER)
        for number in range(12)
    ]


def create_students(rng, count):
    students = [
        Student(
            number=f"{2026000000 + rank:011}",
            last_name=LAST_NAMES[rank % len(LAST_NAMES)],
            first_name=FIRST_NAMES[(rank // len(LAST_NAMES) + 7 * rank) % len(FIRST_NAMES)],
            class_name=rng.choice(CLASSES),
        )
        for rank in range(count)
    ]
    return Student.objects.bulk_create(students)


def _user(username, first_name, last_name, role, password=None, is_superuser=False):
    # One by one, so that each profile comes from the signal, as in the real platform.
    user = get_user_model().objects.create(
        username=username,
        first_name=first_name,
        last_name=last_name,
        password=make_password(password),
        is_staff=is_superuser,
        is_superuser=is_superuser,
    )
    user.profile.role = role
    user.profile.save()
    return user
