empreinte() {
  LC_ALL=C awk '
    function noter(objet, texte) {
      texte = objet "\t1\t" texte
      print texte; lignes[objet]++; octets[objet] += length(texte) + 1
    }
    donnees && $0 == "\\."            { donnees = 0; next }
    donnees                           { noter(table, $0); next }
    /^\\(un)?restrict / || /^$/       { next }
    /^-- PostgreSQL database dump complete/ { complet = 1 }
    /^-- (Data for )?Name: .*; Type: / { element = $0; rang = 0 }
    element == ""                     { next }
    /^COPY .* FROM stdin;$/           {
      noter("schéma", element "\t" $0)
      table = "table " $0; sub(/COPY (public\.)?/, "", table); sub(/ \(.*/, "", table)
      lignes[table] += 0; donnees = 1; next
    }
    /^SELECT pg_catalog.setval\(/     {
      sequence = "séquence " $0; sub(/SELECT pg_catalog.setval\(\047(public\.)?/, "", sequence)
      sub(/\047, .*/, "", sequence); noter(sequence, $0)
      sub(/.*\047, /, ""); sub(/\);$/, ""); resume[sequence] = $0; next
    }
    /^SET default_/                   { next }
                                      { noter("schéma", element "\t" sprintf("%06d", ++rang) "\t" $0) }
    END {
      for (objet in lignes) {
        if (!(objet in resume)) resume[objet] = lignes[objet] (lignes[objet] > 1 ? " lignes" : " ligne")
        printf "%s\t0\t%s\t%.0f\n", objet, resume[objet], octets[objet]
      }
      if (!complet) print "COUPÉ"
    }' | LC_ALL=C sort | while IFS=$'\t' read -r objet _ resume octets; do
    if [[ $objet == COUPÉ ]]; then echo 'empreinte : le texte de la base s’arrête avant la fin.' >&2; exit 1; fi
    somme=$(head -c "$octets" | sha256sum)
    printf '%s\t%s\t%s\n' "$objet" "$resume" "${somme%% *}"
  done
}
comparer() {
  awk -F '\t' '
    NR == FNR        { attendu[$1] = $2; somme[$1] = $3; next }
                     { vu[$1] = 1 }
    !($1 in attendu) { ecart[++ecarts] = $1 " : EN TROP (" $2 ")"; next }
    somme[$1] != $3  { ecart[++ecarts] = $1 " : DIFFÉRENT (attendu : " attendu[$1] ", trouvé : " $2 ")"; next }
                     { print $1 " : identique (" $2 ")" }
    END {
      for (objet in attendu) if (!(objet in vu)) ecart[++ecarts] = objet " : ABSENT (attendu : " attendu[objet] ")"
      for (rang = 1; rang <= ecarts; rang++) print ecart[rang]
      if (ecarts || NR == 0 || NR == FNR) { print "=> DIFFÉRENT, écarts : " ecarts + 0; exit 1 }
      print "=> identique"
    }' "$1" "$2"
}
