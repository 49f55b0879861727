# A Slurm cluster of two nodes, n0 and n1, on this machine, in a folder of its own; sourced after
# common.sh. Only what is started here is ended, by the numbers of the processes.

# Why there can be no cluster; nothing if there can.
slurm_missing() {
  local name
  for name in slurmctld slurmd munged sbatch squeue scontrol; do
    if ! command -v "$name" >/dev/null && ! [[ -x /usr/sbin/$name ]]; then
      echo "no $name (Debian: apt-get install slurm-wlm munge)"
      return
    fi
  done
  [[ $(id -u) == 0 ]] || echo "only the superuser can start the daemons of two nodes"
}

# Ports that nobody listens on.
free_ports() {
  local port found=0
  while ((found < $1)); do
    port=$((20000 + RANDOM % 20000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo $port
      found=$((found + 1))
    fi
  done
}

start_slurm() {
  slurm_folder=$1/slurm
  mkdir -p "$slurm_folder"/{state,spool-n0,spool-n1,tmp-n0,tmp-n1}
  chmod 755 "$slurm_folder"
  local ports host
  mapfile -t ports < <(free_ports 3)
  host=$(hostname -s)
  export SLURM_CONF=$slurm_folder/slurm.conf PATH=$PATH:/usr/sbin
  cat >"$SLURM_CONF" <<END
ClusterName=zobench
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
AuthType=auth/munge
# Credentials are short, so that a requeued task waits for seconds and not for minutes.
AuthInfo=socket=$slurm_folder/munge.socket,cred_expire=5
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
MpiDefault=none
RequeueExit=75
SlurmdTimeout=5
KillWait=5
StateSaveLocation=$slurm_folder/state
SlurmdSpoolDir=$slurm_folder/spool-%n
# PMIx makes a folder of a step's name here, which two nodes of one machine must not share.
TmpFS=$slurm_folder/tmp-%n
SlurmctldPidFile=$slurm_folder/slurmctld.pid
SlurmdPidFile=$slurm_folder/%n.pid
SlurmctldLogFile=$slurm_folder/slurmctld.log
SlurmdLogFile=$slurm_folder/%n.log
NodeName=n0 NodeAddr=127.0.0.1 NodeHostname=$host Port=${ports[1]} CPUs=1 RealMemory=1500
NodeName=n1 NodeAddr=127.0.0.1 NodeHostname=$host Port=${ports[2]} CPUs=1 RealMemory=1500
PartitionName=all Nodes=n0,n1 Default=YES MaxTime=INFINITE State=UP
END
  dd if=/dev/urandom of="$slurm_folder/munge.key" bs=1024 count=1 2>/dev/null
  chmod 600 "$slurm_folder/munge.key"
  munged --force --key-file="$slurm_folder/munge.key" --socket="$slurm_folder/munge.socket" \
    --pid-file="$slurm_folder/munged.pid" --log-file="$slurm_folder/munged.log" \
    --seed-file="$slurm_folder/munged.seed"
  slurmctld -f "$SLURM_CONF"
  start_node n0
  start_node n1
  local deadline=$((SECONDS + 30))
  until [[ $(sinfo -h -N -t idle 2>/dev/null | wc -l) == 2 ]]; do
    ((SECONDS < deadline)) || stop "the nodes did not come up: $(cat "$slurm_folder"/*.log)"
    sleep 0.5
  done
}

start_node() { slurmd -f "$SLURM_CONF" -N "$1"; }

# kill_node NODE PROCESS...: ends the daemon of a node and what runs under it, without a word.
kill_node() { kill -9 "$(cat "$slurm_folder/$1.pid")" "${@:2}"; }

stop_slurm() {
  local file
  [[ -n ${slurm_folder-} ]] || return 0
  scancel --full -u root >/dev/null 2>&1 || true
  sleep 1
  for file in "$slurm_folder"/*.pid; do
    [[ -e $file ]] && kill "$(cat "$file")" 2>/dev/null
  done
  sleep 2
}

# A CSV report without its column of seconds; quoted fields are emptied, as in smoke.sh.
without_times() {
  sed 's/"\([^"]\|""\)*"//g' | awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == "trainSeconds") seconds = i }
    { for (i = 1; i <= NF; i++) printf "%s%s", i == seconds ? "" : $i, i < NF ? "," : "\n" }'
}
