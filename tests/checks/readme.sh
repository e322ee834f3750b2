#!/usr/bin/env bash
# readme.sh PROGRAM [ROOT]: what README.md says is so.
#   ```cpp      is a passage of one of examples/*.cpp; a ```text that follows is what that example prints
#   ```console  after "$ tollcast ..." or "$ examples/run" comes what the program prints
#   ```cmake    each line is one of tests/consumer/CMakeLists.txt
# In what is printed, a line of three dots stands for any lines.
set -euo pipefail
program=$(realpath "$1")
cd "${2:-$(dirname "${BASH_SOURCE[0]}")/../..}"
wrong=0

# prints EXPECTED ACTUAL: the same, lines of three dots apart.
prints() {
  local pattern
  pattern=$(sed -e 's/[][*?\\]/\\&/g' -e 's/^\.\.\.$/*/' <<<"$1")
  # shellcheck disable=SC2053 # a pattern
  [[ $2 == $pattern ]]
}

refuse() {
  printf 'README.md:%s: %s\n' "$1" "$2"
  wrong=1
}

check_example() {
  local line=$1 block=$2 file
  example=
  for file in examples/*.cpp; do
    if [[ $(<"$file") == *"$block"* ]]; then example=$file; fi
  done
  [[ $example ]] || refuse "$line" "this program is in none of examples/*.cpp"
}

check_output() {
  local line=$1 block=$2
  prints "$block" "$(<"${example%.cpp}.expected")" || refuse "$line" "$example prints something else"
}

# check_command LINE COMMAND OUTPUT
check_command() {
  local line=$1 command=$2 expected=$3
  case $command in
    'tollcast '*) command="\"\$program\" ${command#tollcast }" ;;
    examples/run) command='"$program" project' ;;
    *) return ;;
  esac
  prints "$expected" "$(eval "$command" 2>&1)" || refuse "$line" "$2 prints something else"
}

check_console() {
  local line=$1 block=$2 command='' expected='' text
  while IFS= read -r text; do
    if [[ $text == '$ '* ]]; then
      [[ -z $command ]] || check_command "$line" "$command" "${expected%$'\n'}"
      command=${text#'$ '} expected=''
    else
      expected+=$text$'\n'
    fi
  done <<<"$block"
  check_command "$line" "$command" "${expected%$'\n'}"
}

check_cmake() {
  local line=$1 block=$2 text
  while IFS= read -r text; do
    grep -qF -- "$text" tests/consumer/CMakeLists.txt || refuse "$line" "not in tests/consumer/CMakeLists.txt: $text"
  done <<<"$block"
}

language='' block='' number=0 example=''
while IFS= read -r text; do
  number=$((number + 1))
  if [[ $text == '```'?* && -z $language ]]; then
    language=${text#'```'} block='' start=$number
  elif [[ $text == '```' && $language ]]; then
    block=${block%$'\n'}
    case $language in
      cpp) check_example "$start" "$block" ;;
      text) [[ -z $example ]] || check_output "$start" "$block" ;;
      console) check_console "$start" "$block" ;;
      cmake) check_cmake "$start" "$block" ;;
    esac
    [[ $language == cpp ]] || example=''
    language=''
  elif [[ $text == '```' ]]; then
    refuse "$number" "a block needs the name of its language"
    language=none
  elif [[ $language ]]; then
    block+=$text$'\n'
  fi
done <README.md
exit $wrong
