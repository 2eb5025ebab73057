# Sourced by the benchmarks that keep in a folder what is done; after log.sh, in the checkout's root, with called_from.

# read_arguments SCRIPT "VALUES" "PATHS" "LISTS" ARGUMENT...: sets the variable that each --option of these names, a path
# made absolute, a list extended by one; folder, which has to be given, made where it is not; and chestlens, the program.
read_arguments() {
  local script=$1 values=" $2 " paths=" $3 " lists=" $4 " option
  shift 4
  folder=''
  while (($#)); do
    option=${1#--}
    case $1 in
      --help) usage "$script" ;;
      --*)
        option=${option//-/_}
        if [[ $values == *" $option "* ]]; then
          printf -v "$option" %s "${2:?$1 wants a value}"
        elif [[ $paths == *" $option "* ]]; then
          printf -v "$option" %s "$(cd "$called_from" && realpath "${2:?$1 wants a path}")"
        elif [[ $lists == *" $option "* ]]; then
          local -n list=$option
          list+=("${2:?$1 wants a value}")
        else
          usage "$script" 2 >&2
        fi
        shift
        ;;
      -*) usage "$script" 2 >&2 ;;
      *) folder=$(cd "$called_from" && realpath -m "$1") ;;
    esac
    shift
  done
  [ -n "$folder" ] || usage "$script" 2 >&2
  chestlens=${CHESTLENS_NATIVE_BUILD:-$PWD/build/native}/native/cli/chestlens
  [ -x "$chestlens" ] || fail "$chestlens is missing; build target chestlens"
  mkdir -p "$folder"
}
