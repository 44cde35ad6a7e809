connexion() {
  local hote=${BASE_URL#*://} mot_de_passe=${LOGIN_PASSWORD//\\/\\\\}
  mot_de_passe=${mot_de_passe//\"/\\\"}
  printf '{"username": "%s", "password": "%s"}' "$LOGIN" "$mot_de_passe" |
    curl --silent --show-error --fail --max-time 30 --header "Host: ${hote%%/*}" --header "X-Forwarded-Proto: ${BASE_URL%%:*}" --header 'Content-Type: application/json' --data @- --dump-header - --output /dev/null "${DIRECT_URL:-$BASE_URL}/api/login/" |
    sed -n 's/^[Ss]et-[Cc]ookie: \(sessionid=[^;]*\).*/Cookie: \1/p'
}
demander() {
  local hote=${BASE_URL#*://}
  curl --silent --show-error --fail --max-time 60 --header "Host: ${hote%%/*}" --header "X-Forwarded-Proto: ${BASE_URL%%:*}" --header @- "${DIRECT_URL:-$BASE_URL}$1"
}
statut() {
  local hote=${BASE_URL#*://}
  curl --silent --show-error --max-time 15 --header "Host: ${hote%%/*}" --header "X-Forwarded-Proto: ${BASE_URL%%:*}" --output /dev/null --write-out '%{http_code}' "${DIRECT_URL:-$BASE_URL}$1"
}
