from django.core.management.base import BaseCommand, CommandError

from exams.media_control import missing_files, orphan_files


class Command(BaseCommand):
    help = "Compare la base et les médias ; échoue s’il manque un fichier ou si un fichier n’appartient à aucune copie."

    def handle(self, *args, **options):
        missing, orphans = missing_files(), orphan_files()
        self.stdout.write(f"fichiers manquants : {len(missing)}\nfichiers orphelins : {len(orphans)}")
        if missing or orphans:
            examples = [f"manquant : {name}" for name in missing[:3]] + [f"orphelin : {name}" for name in orphans[:3]]
            raise CommandError("La base et les médias ne concordent pas.\n" + "\n".join(examples))
