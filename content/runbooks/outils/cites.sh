cites() {
  local reference colonne chemin fichier debut
  for reference in "${FILE_COLUMNS[@]}"; do
    colonne=${reference%%:*} chemin='$'
    if [[ $reference == *:* ]]; then chemin=${reference#*:}; fi
    @db psql -X --no-align --tuples-only --set ON_ERROR_STOP=1 --set table="${colonne%.*}" --set colonne="${colonne##*.}" --set chemin="$chemin" --dbname "$1" <<'SQL'
select valeur #>> '{}' from :"table", jsonb_path_query(to_jsonb(:"colonne"), :'chemin'::jsonpath) valeur where valeur #>> '{}' <> '';
SQL
  done | while IFS= read -r fichier; do
    for debut in "${FILE_PREFIXES[@]}"; do
      if [[ $fichier == "$debut"* ]]; then fichier=${fichier#"$debut"}; break; fi
    done
    printf '%s\n' "$fichier"
  done | LC_ALL=C sort --unique
}
