#!/usr/bin/env bash
# make run: the sample cohort once, then the server, started again when it asks for it (exit 70).
set -u
data=$1 port=$2
mkdir -p "$data"
if [ ! -e "$data/carnet.db" ]; then
    echo "Loading the sample cohort into $data"
    build/carnet demo --data "$data" || exit 1
fi
cat <<EOF

  http://127.0.0.1:$port    sign in with the password "${CARNET_DEMO_PASSWORD:-passerelles-2026}" as
    stg-01@exemple.invalid   Maëlle, trainee          stg-02@exemple.invalid   Idriss, trainee
    stg-06@exemple.invalid   Yann, trainee, same team as Idriss and Soizic (stg-14)
    tut-01@exemple.invalid   Hélène, tutor            coop-02@exemple.invalid  Pascal, research cooperator
    resp-01@exemple.invalid  Catherine, programme manager
  (all the people of the sample: repos/README.md)
  To leave the sample for a real cohort: build/carnet admin --data $data --email you@example.org, then its link and the page "Commencer".

EOF
child= stopping=
trap 'stopping=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM INT
while [ -z "$stopping" ]; do
    build/carnet serve --data "$data" --listen "127.0.0.1:$port" &
    child=$!
    [ -z "$stopping" ] || kill -TERM "$child" 2>/dev/null # the signal came before there was a child to tell
    wait "$child"
    code=$?
    while kill -0 "$child" 2>/dev/null; do # a signal ends the waiting, not the server
        wait "$child"
        code=$?
    done
    [ $code = 70 ] && [ -z "$stopping" ] || exit $code
    child=
    echo "The disk failed; starting again" >&2
    sleep 1
done
exit $code
