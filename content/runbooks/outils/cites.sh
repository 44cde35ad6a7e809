cites() {
  local reference colonne chemin
  for reference in "${FILE_COLUMNS[@]}"; do
    colonne=${reference%%:*} chemin='$'
    if [[ $reference == *:* ]]; then chemin=${reference#*:}; fi
    @db psql -X --no-align --tuples-only --set ON_ERROR_STOP=1 --set table="${colonne%.*}" --set colonne="${colonne##*.}" --set chemin="$chemin" --dbname "$1" <<'SQL'
select valeur #>> '{}' from :"table", jsonb_path_query(to_jsonb(:"colonne"), :'chemin'::jsonpath) valeur where valeur #>> '{}' <> '';
SQL
  done | LC_ALL=C awk '
    NR == FNR { debuts[++nombre] = $0; next }
    {
      for (rang = 1; rang <= nombre; rang++)
        if (index($0, debuts[rang]) == 1) { $0 = substr($0, length(debuts[rang]) + 1); break }
      print
    }' <(printf '%s\n' "${FILE_PREFIXES[@]}") - | LC_ALL=C sort --unique
}
