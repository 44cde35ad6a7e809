manifeste() {
  @backend:run sh -c 'cd "$1/$2" && find . -path "./.korrigo-*" -prune -o -type f -exec sha256sum {} +' sh "$MEDIA_DIR" "$1" | LC_ALL=C sort --key=2
}
comparer_medias() {
  LC_ALL=C awk '
    { somme = substr($0, 1, 64); fichier = substr($0, 69) }
    NR == FNR                  { attendue[fichier] = somme; attendus++; next }
                               { vu[fichier] = 1 }
    !(fichier in attendue)     { print "fichier " fichier " : EN TROP"; ecarts++; next }
    attendue[fichier] != somme { print "fichier " fichier " : DIFFÉRENT"; ecarts++; next }
                               { identiques++ }
    END {
      for (fichier in attendue) if (!(fichier in vu)) { print "fichier " fichier " : ABSENT"; ecarts++ }
      print "fichiers : " identiques + 0 " identiques sur " attendus + 0
      if (ecarts || !identiques) { print "=> DIFFÉRENT, écarts : " ecarts + 0; exit 1 }
      print "=> identique"
    }' "$1" "$2"
}
deja_manquants() {
  if test -e "$1.manquants"; then LC_ALL=C sort "$1.manquants"; fi
}
