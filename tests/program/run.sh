#!/usr/bin/env bash
# The program as its users meet it: run.sh PROGRAM. One line a check; the exit is 1 when any fails.
set -u
program=$(realpath "$1")
bad_input=$(cd "$(dirname "${BASH_SOURCE[0]}")/../bad_input" && pwd)
bad_regions=$(cd "$(dirname "${BASH_SOURCE[0]}")/../bad_regions" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# run ARGUMENTS: leaves exit code, standard output and standard error in $code, $out and $err. Input comes from $input.
input=/dev/null
run() {
  "$program" "$@" <"$input" >out 2>err
  code=$?
  out=$(tr -d '\0' <out; echo .) && out=${out%.}
  err=$(tr -d '\0' <err; echo .) && err=${err%.}
}

# check WHAT CONDITION...: one line.
check() {
  local what=$1
  shift
  if "$@"; then
    echo "ok    $what"
  else
    echo "FAIL  $what"
    printf '      exit %s, standard output of %s bytes, standard error: %s\n' "$code" "${#out}" "$err"
    failures=$((failures + 1))
  fi
}

is_one_line() { [[ $1 == *$'\n' && ${1%$'\n'} != *$'\n'* ]]; }
holds() { [[ $1 == *"$2"* ]]; }
fails_with() { [[ $code == "$1" && -z $out ]] && is_one_line "$err" && holds "$err" "$2"; }
succeeds_with() { [[ $code == 0 && -z $err ]] && holds "$out" "$1"; }

# refused EXIT MESSAGE ARGUMENTS: that exit, that message in the one line of standard error, nothing on standard output.
refused() {
  local exit=$1 message=$2
  shift 2
  run "$@"
  check "exit $exit: tollcast $*" fails_with "$exit" "$message"
}

# answers TEXT ARGUMENTS: exit 0, that text on standard output, nothing on standard error.
answers() {
  local text=$1
  shift
  run "$@"
  check "answers: tollcast $*" succeeds_with "$text"
}

{
  echo series,period,count
  for year in 2019 2020 2021 2022 2023 2024; do
    for month in 01 02 03 04 05 06 07 08 09 10 11 12; do echo "police,$year-$month,$((10 + year % 3 + 10#$month % 4))"; done
  done
  printf 'police,2025-%s,12\n' 01 02 03 04 05 06
} >police.csv
sed 's/^police,//; s/^series,//' police.csv >one_series.csv
{ cat police.csv; sed -n 's/^police,/army,/p' police.csv; } >two.csv
{ echo series,period,count; for i in $(seq 40); do sed -n "s/^police,/series $i,/p" police.csv; done; } >forty.csv
{ cat police.csv; echo 'rates,2024,12.5'; } >one_fails.csv
{ cat police.csv; echo 'navy,2001,12'; } >one_ended.csv
printf 'series,period,count\nrates,2024,12.5\nrates,2023,11.5\n' >measured.csv
{
  echo series,period,count
  for year in $(seq 2010 2024); do echo "police,$year,$((100 + year * 7 % 40))"; done
  for year in $(seq 2010 2024); do echo "police,$year-H1,$((45 + year * 3 % 20))"; done
  echo police,2025-H1,61
} >halves.csv
{ cat halves.csv; sed -n 's/^police,\(20..\),/army,\1,9/p' halves.csv; } >two_long.csv
{ echo series,period,value; for year in $(seq 2005 2024); do echo "rates,$year,$((year * 7 % 10)).5"; done; } >rates.csv
{ cat two_long.csv; echo 'navy,2001-H1,12'; } >one_short.csv

{
  echo region,period,count
  for year in $(seq 2015 2024); do
    echo ",$year,$((100 + year % 4))"
    echo "North,$year,$((70 + year % 3))"
    echo "North/Hills,$year,$((60 + year % 3))"
    echo "South,$year,$((30 - year % 3))"
  done
  printf '%s\n' ,2025-Q1,30 North,2025-Q1,20 South,2025-Q1,7
} >regions.csv
{ sed 's/^/border,/; 1s/border/series/' regions.csv; sed -n 's/^police,/police,,/p' police.csv; } >one_without_regions.csv
sed 's/^North/Far North/' regions.csv >renamed.csv

echo '# usage'
answers 'tollcast 0.' --version
answers 'tollcast 0.' project --version
answers 'tollcast 0.' trend --version
answers 'tollcast 0.' forecast --version
answers 'tollcast 0.' backtest --version
answers 'tollcast 0.' datasets --version
answers 'Usage: tollcast' --help
answers 'Usage: tollcast project' project --help
answers 'Usage: tollcast trend' trend --help
answers 'Usage: tollcast forecast' forecast --help
answers 'Usage: tollcast backtest' backtest --help
answers 'Usage: tollcast datasets' datasets --help
answers 'Usage: tollcast regions' regions --help
answers 'observed, complete, mean, sd, median, lower_80' regions --help
answers 'seed changes nothing' project --help
answers 'prob_exceeds_last' project --help
answers 'apc, apc_lower, apc_upper, p_value' trend --help
answers 'ucdp_pakistan' trend --help
answers 'series, model, period, mean, median, sd, lower_80' forecast --help
answers 'dawid_sebastiani, absolute_error, pit_below, pit_at' backtest --help

echo '# the embedded data'
run project
check 'without FILE: the three series, in order' [ "$(grep -A1 -E '^[a-z_]+ in 2025$' out | grep -vE '^(=|-)+$' | tr '\n' ' ')" = \
  'crss_all_fatalities in 2025 crss_security_personnel in 2025 picss_security_forces in 2025 ' ]
check 'without FILE: as of the end of September 2025' succeeds_with 'By 30 September 2025 crss_security_personnel'
check 'without FILE: what is known of 2025' succeeds_with '2,414'
check 'without FILE: a note says so' succeeds_with '--as-of 2025-09-30'
answers '"as_of": "2025-06-30"' project --as-of 2025-06-30 --format json
run project @crss_security_personnel --as-of 2025-09-30 --format json
check '@DATASET: one series' [ "$(grep -c '"series":' out)" = 1 ]
check '@DATASET: Q2 and Q3 are counted once' succeeds_with '"observed": 296'
run project --series crss_security_personnel --format csv
check '--series without FILE picks one of the three' [ "$(wc -l <out)" = 2 ]
answers '@ucdp_pakistan' datasets
answers '"name": "crss_all_fatalities"' datasets --format json
answers 'name,title,first,last,rows,source,terms' datasets --format csv
answers 'CC BY 4.0' datasets
answers 'Centre for Research and Security Studies' datasets

echo '# files'
answers 'police in 2025' project police.csv
answers '"as_of": "2025-06-30"' project police.csv --format json
answers '"year": 2025' project police.csv --year 2025 --format json
answers '"observed": 72' project police.csv --format json
answers '"observed": 36' project police.csv --as-of 2025-03-31 --format json
answers 'one_series in 2025' project one_series.csv
run project two.csv --format csv
check 'every series, in the order of the file' [ "$(cut -d, -f1 out | tr '\n' ' ')" = 'series police army ' ]
run project two.csv --series army --format csv
check '--series: that one' [ "$(cut -d, -f1 out | tr '\n' ' ')" = 'series army ' ]
run project police.csv --format json && cp out from_file
input=police.csv run project - --format json
check '- reads standard input' cmp -s out from_file
printf '\xef\xbb\xbf' | cat - police.csv | sed 's/$/\r/' >bom_crlf.csv
run project bom_crlf.csv --format json
check 'a BOM and CRLF change nothing' cmp -s out from_file
run project police.csv --format json --seed 99
check '--seed changes nothing in an exact projection' cmp -s out from_file
answers '"quantiles": {' project ./police.csv --format=json
answers 'police in 2025' project -- police.csv

echo '# questions'
run project police.csv --format json --exceed 150 --exceed 100 --exceed 150
check '--exceed: sorted, each once, in place of the default' [ "$(grep -o '"threshold": [0-9]*' out | tr '\n' ' ')" = \
  '"threshold": 100 "threshold": 150 ' ]
run project police.csv --format json
check 'default threshold: the total of last year' [ "$(grep -o '"threshold": [0-9]*' out)" = \
  "\"threshold\": $(awk -F, '$2 ~ /^2024/ { sum += $3 } END { print sum }' police.csv)" ]
run project police.csv --format csv --level 0.95 --level 0.5 --level 0.5
check '--level: sorted, each once, named in percent' holds "$out" ',mode,lower_50,upper_50,lower_95,upper_95,last_total,'
answers ',prob_exceeds_last,prob_exceeds_100' project police.csv --format csv --exceed 100
answers '"interval_kind": "shortest"' project police.csv --interval shortest --format json
answers '"model": "' project police.csv --model run_rate --format json
answers '"model": "' project police.csv --model chain_ladder --format json
run project police.csv --ascii
check '--ascii: no byte beyond ASCII' [ -z "$(LC_ALL=C tr -d '\n -~' <out)" ]
run project police.csv && cp out piped
check 'the text does not depend on the terminal or the locale' eval \
  'LC_ALL=C TERM=dumb COLUMNS=40 "$program" project police.csv | cmp -s - piped'
run project police.csv --format json
check 'JSON: no number is nan or inf' [ -z "$(grep -iE ': *-?(nan|inf)' out)" ]
check 'JSON: 99 quantiles' [ "$(grep -cE '^ *"0\.[0-9][0-9]": [0-9]+' out)" = 99 ]

echo '# trend'
run trend
check 'without FILE: the four series, in order' [ "$(sed -n 's/: trend from .*//p' out | tr '\n' ' ')" = \
  'crss_all_fatalities crss_security_personnel picss_security_forces ucdp_pakistan ' ]
check 'without FILE: a note says so' succeeds_with 'the series that the program carries'
answers 'leans most on' trend @crss_security_personnel
answers ' years cannot tell' trend @ucdp_pakistan
run trend @crss_security_personnel --format json
check '@DATASET: one series' [ "$(grep -c '"series":' out)" = 1 ]
for field in series model family parameters dispersion log_likelihood aic aicc bic segments joinpoints aapc fitted; do
  check "JSON: $field" grep -q "^      \"$field\":" out
done
check 'JSON: what is about has its figure' succeeds_with '"observed": 800'
check 'JSON: no number is nan or inf' [ -z "$(grep -iE ': *-?(nan|inf)' out)" ]
run trend two.csv --format csv
check 'CSV: every series, a row a year, in the order of the file' [ "$(cut -d, -f1 out | uniq | tr '\n' ' ')" = 'series police army ' ]
run trend two.csv --series army --format json
check '--series: that one' [ "$(grep '"series":' out)" = '      "series": "army",' ]
run trend police.csv --format json && cp out trend_from_file
input=police.csv run trend - --format json
check '- reads standard input' cmp -s out trend_from_file
for model in loglinear joinpoint level_shifts local_level local_trend; do
  answers "\"model\": \"$model" trend @ucdp_pakistan --model $model --format json
  answers '"family": "poisson"' trend police.csv --model $model --family poisson --format json
done
answers '"family": "quasi_poisson"' trend @picss_security_forces --model loglinear --family quasi_poisson --format json
answers '"family": "negative_binomial"' trend @ucdp_pakistan --model loglinear --family negative_binomial --format json
answers '"family": "log_normal"' trend @ucdp_pakistan --family log_normal --joinpoints 1 --format json
answers '"quadratic"' trend @ucdp_pakistan --model loglinear --degree 2 --format json
run trend @ucdp_pakistan --joinpoints 2 --format json
check '--joinpoints 2: two joints' [ "$(grep -c '"apc":' out)" = 3 ]
run trend @ucdp_pakistan --max-joinpoints 1 --format json
check '--max-joinpoints 1: one joint or none' [ "$(grep -c '"apc":' out)" -le 2 ]
run trend @ucdp_pakistan --joinpoints 1 --min-end 12 --format json
check '--min-end: so many years before and after the joint' eval \
  'joint=$(sed -n "/\"joinpoints\"/,/\"year\"/s/.*\"year\": \([0-9]*\).*/\1/p" out) && ((joint >= 2001 && joint <= 2009))'
run trend @ucdp_pakistan --joinpoints 2 --min-between 15 --format json
check '--min-between: so many years between two joints' eval \
  'joints=$(sed -n "/\"joinpoints\"/,/\]/s/.*\"year\": \([0-9]*\).*/\1/p" out | tr "\n" " ") && ((${joints#* } - ${joints%% *} > 15))'
for selection in weighted_bic bic permutation; do
  answers '"model": "joinpoint"' trend @crss_all_fatalities --selection $selection --format json
done
run trend @crss_all_fatalities --selection permutation --seed 7 --format json && cp out seed_7
run trend @crss_all_fatalities --selection permutation --seed 7 --format json
check 'the same seed, the same answer' cmp -s out seed_7
run trend @ucdp_pakistan --as-of 2010-06-30 --format csv
check '--as-of: nothing that was published later' [ "$(tail -n 1 out | cut -d, -f4)" -le 2010 ]
run trend --ascii
check '--ascii: no byte beyond ASCII' [ -z "$(LC_ALL=C tr -d '\n -~' <out)" ]
answers '' trend police.csv --format json --output trend.json
check '--output: the file holds what standard output would' cmp -s trend.json trend_from_file
refused 1 'measured.csv:2' trend measured.csv
run trend one_fails.csv --format json
check 'one of two fails: exit 1' [ "$code" = 1 ]
check 'one of two fails: the other is printed whole' holds "$out" '"series": "police"'
check 'one of two fails: JSON notes name the failed one' [ "$(grep -c 'one_fails.csv:80' out)" = 1 ]
check 'one of two fails: one line on standard error' is_one_line "$err"
refused 1 'as-of 2999-01-01 lies in the future' trend police.csv --as-of 2999-01-01
refused 1 'nothing was known' trend police.csv --as-of 1990-01-01

echo '# forecast'
run forecast --horizon 1 --model loglinear
check 'without FILE: the four series, in order' [ "$(sed -n 's/: forecast of .*//p' out | tr '\n' ' ')" = \
  'crss_all_fatalities crss_security_personnel picss_security_forces ucdp_pakistan ' ]
check 'without FILE: a note says so' succeeds_with 'the series that the program carries'
run forecast halves.csv --horizon 3 --format json && cp out forecast_from_file
check 'JSON: so many steps, from the year that is known in part' [ "$(grep -o '"period": [0-9]*' out | tr '\n' ' ')" = \
  '"period": 2025 "period": 2026 "period": 2027 ' ]
check 'JSON: a note tells of the year that is known in part' succeeds_with '2025 is known in part (61 counted)'
for field in series model origin parameters log_likelihood aic aicc bic steps; do
  check "JSON: $field" grep -q "^      \"$field\":" out
done
check 'JSON: no number is nan or inf' [ -z "$(grep -iE ': *-?(nan|inf)' out)" ]
check 'JSON: no record unless asked for' [ -z "$(grep track_record out)" ]
input=halves.csv run forecast - --horizon 3 --format json
check '- reads standard input' cmp -s out forecast_from_file
answers '' forecast halves.csv --horizon 3 --format json --output forecast.json
check '--output: the file holds what standard output would' cmp -s forecast.json forecast_from_file
answers 'police after 108 in 2024: most likely near' forecast halves.csv --horizon 1
answers 'series,model,period,mean,median,sd,lower_80,upper_80,lower_95,upper_95' forecast halves.csv --horizon 1 --format csv
answers ',sd,lower_50,upper_50,lower_90,upper_90' forecast halves.csv --horizon 1 --format csv --level 0.9 --level 0.5
for model in auto loglinear joinpoint level_shifts local_level local_trend naive drift mean theta dynamic_theta ets ets:ANN arima arima:0,1,1; do
  answers '"period": 2026' forecast halves.csv --horizon 2 --model $model --format json
done
run forecast rates.csv --horizon 2 --model naive --format json
check 'measured values are forecast by their own models' succeeds_with '"median": 8.5'
answers '"period": 2026' forecast rates.csv --horizon 2 --format json
answers '"model": "ets' backtest rates.csv --horizon 1 --model ets --origins 2 --format json
run forecast halves.csv --horizon 1 --as-of 2020-12-31 --format csv
check '--as-of: from what was known on the day' eval 'tail -n 1 out | grep -q ",2020,"'
run forecast forty.csv --horizon 2 --model loglinear --format json --threads 1 && cp out one_thread
run forecast forty.csv --horizon 2 --model loglinear --format json --threads 3
check 'the same for any number of threads' cmp -s out one_thread
check 'every series, in the order of the file' [ "$(grep -o '"series": "[^"]*' out | cut -d'"' -f4)" = "$(seq 40 | sed 's/^/series /')" ]
run forecast one_fails.csv --horizon 1 --model loglinear
check 'a model of counts for measured values: exit 2' fails_with 2 "series 'rates' holds measured values"
run forecast one_short.csv --horizon 1 --model loglinear --format json
check 'one of three fails: exit 1' [ "$code" = 1 ]
check 'one of three fails: the others are printed whole' [ "$(grep -c '"series":' out)" = 2 ]
check 'one of three fails: one line on standard error' is_one_line "$err"
run forecast halves.csv --horizon 1 --ascii
check '--ascii: no byte beyond ASCII' [ -z "$(LC_ALL=C tr -d '\n -~' <out)" ]

echo '# many series'
{ cat rates.csv; for i in $(seq 30); do sed -n "s/^rates,/rates $i,/p" rates.csv; done; echo lonely,2024,3.5; sed -n 's/^rates,/last,/p' rates.csv; } >many.csv
{ head -n 1 many.csv; tail -n +2 many.csv | sort -s -t, -k2,2; } >mixed.csv
run forecast many.csv --horizon 2 --model theta --format json --threads 1 && cp out one_thread
check 'one of many fails: exit 1 and its name' eval '[ "$code" = 1 ] && is_one_line "$err" && holds "$err" "lonely"'
check 'one of many fails: the others, in the order of the file' [ "$(grep -o '"series": "[^"]*' out | cut -d'"' -f4 | tr '\n' ' ')" = \
  "rates $(seq -f 'rates %g ' 30 | tr -d '\n')last " ]
check 'one of many fails: a note names it' eval 'tail -n 5 out | grep -q lonely'
for threads in 2 7; do
  run forecast many.csv --horizon 2 --model theta --format json --threads $threads
  check "the same bytes for $threads threads" cmp -s out one_thread
done
input=many.csv run forecast - --horizon 2 --model theta --format json
check 'standard input: the same but for its name' eval 'sed "s/standard input/many.csv/" out | cmp -s - one_thread'
run forecast many.csv --horizon 2 --model theta --format csv && cp out together
run forecast mixed.csv --horizon 2 --model theta --format csv
check 'rows of several series mixed: every series' eval 'sort out | cmp -s - <(sort together)'
run forecast many.csv --horizon 2 --model theta --format csv --series 'rates 30'
check '--series of many: that one' [ "$(cut -d, -f1 out | uniq | tr '\n' ' ')" = 'series rates 30 ' ]
run forecast many.csv --horizon 1 --track-record --model naive --format json
check '--track-record of each' [ "$(grep -c '"track_record"' out)" = 32 ]
run forecast many.csv --horizon 2 --model drift
check 'text: an answer for each, then the notes' eval '[ "$(grep -c "forecast of 2025 to 2026" out)" = 32 ] && tail -n 4 out | grep -q lonely'
{ cat many.csv; echo 'last,2025'; } >bad_end.csv
refused 2 'bad_end.csv:643:1: 2 fields in a row' forecast bad_end.csv --horizon 1 --model naive
{ cat two_long.csv; echo 'army,2024,8'; } >contradicts.csv
refused 2 'contradicts.csv:' forecast contradicts.csv --horizon 1 --model naive
refused 1 "'rates'" forecast measured.csv --horizon 1 --model theta
run forecast measured.csv --horizon 1 --model theta --output untouched.json
check 'none can be answered: no file' [ ! -e untouched.json ]
run forecast many.csv --horizon 2 --model theta --format json --output whole.json
check '--output: the file holds what standard output would' cmp -s whole.json one_thread
echo old >untouched.json
(ulimit -f 1 && trap '' XFSZ && "$program" forecast many.csv --horizon 2 --format json --output untouched.json) 2>err
code=$? out='' err=$(cat err; echo)
check 'a full disk: exit 2, the old file stays, nothing beside it' [ "$code:$(cat untouched.json):$(ls untouched.json*)" = 2:old:untouched.json ]
"$program" forecast forty.csv --horizon 20 --format json --output untouched.json --threads 1 2>err &
until compgen -G 'untouched.json.*' >partial || ! kill -0 $! 2>partial; do :; done
kill -TERM $!
wait $! 2>partial
code=$?
check 'interrupted: the old file stays, nothing beside it' [ "$code:$(cat untouched.json):$(ls untouched.json*)" = 143:old:untouched.json ]
set -o pipefail
"$program" forecast many.csv --horizon 2 --model naive 2>err | head -c 1 >partial
code=$? out='' err=$(cat err)
set +o pipefail
check 'a reader that leaves early is no error' eval '[[ $err != *roken* && $code -le 1 ]]'
if script -qec true typed &>partial; then  # where there are pseudo-terminals
  script -qec "'$program' forecast many.csv --horizon 1 --model naive --output new.txt" typed >partial
  check 'a bar on a terminal' grep -q 'of 33 series' typed
  script -qec "'$program' forecast many.csv --horizon 1 --model naive" typed >partial
  check 'no bar where the answers appear' [ "$(grep -c 'of 33 series' typed)" = 0 ]
  script -qec "'$program' forecast two_long.csv --horizon 1 --model naive --output new.txt" typed >partial
  check 'no bar for few series' [ "$(grep -c 'of 2 series' typed)" = 0 ]
fi

echo '# backtest'
sentence='On this series, at the end of September, the median error was [0-9]+ % and [0-9]+ of [0-9]+ outcomes fell inside the 80 % interval\.'
run backtest --as-of 09-30 --origins 4
check 'the record in a sentence' eval 'tr -s "\n " " " <out | grep -qE "$sentence"'
check 'without FILE: a note says so' succeeds_with '@ucdp_pakistan'
check 'figures that were revised are told of' succeeds_with 'later revisions'
check 'the reference is among the models' grep -qE '^  run_rate +0 %' out
run backtest --origins 1 --format json --model run_rate
check 'without --as-of and --horizon: by day, where there are parts' [ "$(grep -o '"as_of": .*' out | tr '\n' ' ')" = \
  '"as_of": "03-31", "as_of": "06-30", "as_of": "09-30", ' ]
check 'without --as-of and --horizon: a note says so' succeeds_with 'neither --as-of nor --horizon was given'
run backtest rates.csv --origins 1 --format json --model naive
check 'without --as-of and --horizon: one year ahead, where there are none' [ "$(grep -oE '"(as_of|horizon)": [^,]*' out | tr '\n' ' ')" = \
  '"as_of": null "horizon": 1 ' ]
run backtest halves.csv --as-of 06-30 --model run_rate --model loglinear --format json
for field in series model as_of horizon reference first_target last_target n failures crps crps_log log_score mae median_error coverage_80 coverage_95 crps_skill; do
  check "JSON: $field" [ "$(grep -c "^      \"$field\":" out)" = 2 ]
done
check 'JSON: no number is nan or inf' [ -z "$(grep -iE ': *-?(nan|inf)' out)" ]
check 'every year with 8 before it and an exact total' [ "$(grep -c '"n": 7' out)" = 2 ]
answers '"n": 10' backtest halves.csv --as-of 06-30 --model run_rate --least-years 5 --format json
answers '"n": 2' backtest halves.csv --as-of 06-30 --model run_rate --origins 2 --format json
answers '"n": 7' backtest halves.csv --as-of 06-30 --model run_rate --window 8 --format json
answers '"as_of": "02-28"' backtest --as-of 02-29 --origins 1 --model run_rate --format json
run backtest halves.csv --horizon 2 --model loglinear --format csv
check 'CSV: a row a model, origin and horizon' [ "$(cut -d, -f2,5 out | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = \
  ' 7 loglinear,1; 6 loglinear,2; 1 model,horizon; 7 naive,1; 6 naive,2;' ]
check 'CSV: every column in every row' [ "$(awk -F, '{ print NF }' out | sort -u)" = 22 ]
run backtest halves.csv --horizon 1 --as-of 06-30 --model loglinear --origins 3 --format json
check 'by day and by horizon in one run' [ "$(grep -oE '"reference": "[a-z_]*' out | sort -u | tr '\n' ' ')" = \
  '"reference": "naive "reference": "run_rate ' ]
run backtest halves.csv --as-of 06-30 --model run_rate --reference loglinear --format json
check '--reference is run, and skill is against it' [ "$(grep -c '"reference": "loglinear"' out)" = 2 ]
run backtest two_long.csv --horizon 1 --model loglinear
check 'several series: a table over all of them' succeeds_with 'All 2 series'
check 'several series: in the order of the file' [ "$(sed -n 's/: back-test$//p' out | tr '\n' ' ')" = 'police army ' ]
run backtest one_short.csv --horizon 1 --model loglinear --format json --threads 1 && cp out one_thread
check 'one of three fails: exit 1' [ "$code" = 1 ]
check 'one of three fails: it is named, and what would help' holds "$err" "series 'navy': no year has 8 years"
check 'one of three fails: the others are printed whole' [ "$(grep -o '"series": "[^"]*' out | sort -u | wc -l)" = 2 ]
run backtest one_short.csv --horizon 1 --model loglinear --format json --threads 4
check 'the same for any number of threads' cmp -s out one_thread
run backtest @ucdp_pakistan --as-of 01-31 --model chain_ladder --origins 30
check 'failures are counted, and told with the first message' grep -qE 'chain_ladder gave no answer at [0-9]+ of' out
refused 1 'no year has 8 years' backtest police.csv
refused 1 'is a measured value' backtest rates.csv --as-of 06-30
refused 2 "'loglinear' is a model of counts" backtest rates.csv --model loglinear

echo '# the record under the answer'
run project halves.csv --track-record --model loglinear
check 'in a sentence' eval 'tr -s "\n " " " <out | grep -qE "${sentence/September/June}"'
check 'whose it is' eval 'tr -s "\n " " " <out | grep -q "the record of loglinear from 2018 to 2024"'
answers '"track_record": {' project halves.csv --track-record --model run_rate --format json
answers '"missing": "no year has 8 years' project police.csv --track-record --model run_rate --format json
run forecast halves.csv --horizon 2 --track-record --model loglinear
check 'of a forecast: by horizon' eval 'tr -s "\n " " " <out | grep -q "On this series, two years ahead, the median error was"'
answers '"horizon": 2' forecast halves.csv --horizon 2 --track-record --model loglinear --format json
answers '"crps_log": null' forecast rates.csv --horizon 1 --track-record --model naive --format json

echo '# data that cannot answer'
refused 1 'measured.csv:2' project measured.csv
refused 1 '2031' project police.csv --year 2031
refused 1 '' project police.csv --as-of 1990-01-01
run project one_fails.csv --format json
check 'one of two fails: exit 1' [ "$code" = 1 ]
check 'one of two fails: the other is printed whole' holds "$out" '"series": "police"'
check 'one of two fails: JSON notes name the failed one' [ "$(grep -c 'one_fails.csv:80' out)" = 1 ]
check 'one of two fails: one line on standard error' is_one_line "$err"
run project one_ended.csv --as-of 2025-06-30 --format csv
check 'a series that ended long before --as-of fails alone' [ "$code:$(cut -d, -f1 out | tr '\n' ' ')" = '1:series police ' ]
run project one_fails.csv --series police
check 'the failing series is not asked when another is picked' [ "$code" = 0 ]

echo '# --output'
answers '' project police.csv --format json --output new.json
check 'the file holds what standard output would' cmp -s new.json from_file
check 'nothing is left beside it' [ "$(ls new.json*)" = new.json ]
check 'a new file has the usual permissions' [ "$(stat -c %a new.json)" = "$(touch usual && stat -c %a usual)" ]
echo old >kept.json && chmod 640 kept.json && ln -s kept.json link.json
run project police.csv --format json --output link.json
check 'a link is followed, the file behind it replaced' cmp -s kept.json from_file
check 'the link is still a link' [ -L link.json ]
check 'an old file keeps its permissions' [ "$(stat -c %a kept.json)" = 640 ]
echo old >untouched.json
run project measured.csv --output untouched.json
check 'no answer: the old file stays' [ "$code:$(cat untouched.json)" = 1:old ]
run project police.csv --level 7 --output untouched.json
check 'wrong usage: the old file stays' [ "$code:$(cat untouched.json)" = 2:old ]
(ulimit -f 1 && trap '' XFSZ && "$program" project two.csv --format json --output untouched.json) 2>err
code=$? out='' err=$(cat err; echo)
check 'a full disk: exit 2' [ "$code" = 2 ]
check 'a full disk: the old file stays' [ "$(cat untouched.json)" = old ]
check 'a full disk: nothing is left beside it' [ "$(ls untouched.json*)" = untouched.json ]
refused 2 'No such file or directory' project police.csv --output missing/new.json
refused 2 'Is a directory' project police.csv --output .
refused 2 'No space left' project police.csv --output /dev/full
if [ "$(id -u)" != 0 ]; then
  mkdir locked && chmod 555 locked
  refused 2 'Permission denied' project police.csv --output locked/new.json
fi
answers '' project police.csv --output /dev/null
run project police.csv --format json --output /dev/stdout
check '--output /dev/stdout' cmp -s out from_file
run project police.csv --format json --output -
check '--output -' cmp -s out from_file
run datasets --output sets.txt
check 'datasets --output' grep -q '@ucdp_pakistan' sets.txt
"$program" project two.csv --format json >/dev/full 2>err
code=$? out='' err=$(cat err; echo .) && err=${err%.}
check 'standard output on a full disk: exit 2 and one message' fails_with 2 'No space left'
set -o pipefail
"$program" project forty.csv --format json 2>err | head -c 1 >/dev/null
code=$? out='' err=$(cat err)
set +o pipefail
check 'a reader that leaves early is no error' [ "$code:$err" = 0: ]

echo '# bad arguments'
while IFS='|' read -r exit message arguments; do
  eval "words=($arguments)"
  refused "$exit" "$message" "${words[@]}"
done <<'TABLE'
2|a command is needed|
2|did you mean 'project'|projekt
2|no command or option is named|--formt
2|no command or option is named|''
2|needs a value|project --year
2|needs a value|project police.csv --series
2|can be given once|project --year 2024 --year 2025
2|can be given once|project --format json --format csv
2|did you mean '--format'|project --fromat json
2|no option is named '-x'|project -x
2|one argument too many|project police.csv two.csv
2|one argument too many|project police.csv --exceed 600 700
2|one argument too many|datasets police.csv
2|takes no value|project --ascii=7
2|did you mean 'json|project --format jsn
2|did you mean|project --format TEXT
2|did you mean 'json|datasets --format jso
2|did you mean 'shortest|project --interval short
2|a level lies between 0 and 1|project --level 0
2|a level lies between 0 and 1|project --level 1
2|a level lies between 0 and 1|project --level 80
2|a level lies between 0 and 1|project --level 80%
2|a level lies between 0 and 1|project --level -0.5
2|a level lies between 0 and 1|project --level nan
2|a level lies between 0 and 1|project --level 0,8
2|a level lies between 0 and 1|project --level ''
2|a threshold is a whole number|project --exceed -1
2|a threshold is a whole number|project --exceed 685.5
2|a threshold is a whole number|project --exceed 1e3
2|a threshold is a whole number|project --exceed inf
2|a threshold is a whole number|project --exceed 9999999999999999
2|a threshold is a whole number|project --exceed 99999999999999999999999
2|a threshold is a whole number|project --exceed ' 5'
2|a year is four digits|project --year 25
2|a year is four digits|project --year 0000
2|a year is four digits|project --year 20255
2|a year is four digits|project --year -2025
2|a year is four digits|project --year soon
2|is not a date|project --as-of 2025-02-30
2|is not a date|project --as-of 2025-13-01
2|is not a date|project --as-of 2025
2|is not a date|project --as-of 30.09.2025
2|is not a date|project --as-of ''
2|a seed is a whole number|project --seed -1
2|a seed is a whole number|project --seed 1.5
2|a seed is a whole number|datasets --seed x
2|did you mean 'auto|project --model aut
2|did you mean|project --model ARIMA
2|exclude each other|trend --joinpoints 1 --max-joinpoints 2
2|a whole number from 0|trend --joinpoints -1
2|a whole number from 0|trend --joinpoints 1.5
2|a whole number from 0|trend --joinpoints ''
2|a whole number from 0|trend --joinpoints 10
2|exclude each other|trend --joinpoints 1 --selection bic
2|did you mean 'bic'|trend --selection aic
2|--selection does not belong to --model level_shifts|trend --model level_shifts --selection bic
2|a whole number from 0|trend --max-joinpoints two
2|a whole number from 0|trend --min-end -1
2|a whole number from 0|trend --min-between x
2|a whole number from 0 to 3|trend --model loglinear --degree 4
2|can be given once|trend --joinpoints 1 --joinpoints 2
2|needs a value|trend --family
2|--degree does not belong to --model joinpoint|trend --model joinpoint --degree 2
2|--joinpoints does not belong to --model loglinear|trend --model loglinear --joinpoints 1
2|--max-joinpoints does not belong to --model loglinear|trend --model loglinear --max-joinpoints 1
2|--min-end does not belong to --model level_shifts|trend --model level_shifts --min-end 1
2|--min-between does not belong to --model level_shifts|trend --model level_shifts --min-between 1
2|--family log_normal does not belong to --model loglinear|trend --model loglinear --family log_normal
2|did you mean 'poisson|trend --family poison
2|did you mean 'joinpoint|trend --model join
2|no option is named '--year'|trend --year 2024
2|no option is named '--level'|trend --level 0.8
2|a seed is a whole number|trend --seed -1
2|is not a date|trend --as-of 2025-02-30
2|did you mean 'army|trend two.csv --series arm
2|--horizon is needed|forecast
2|a whole number from 1 to 100|forecast --horizon 0
2|a whole number from 1 to 100|forecast --horizon 101
2|a whole number from 1 to 100|forecast --horizon 1.5
2|'run_rate': it projects a year that is known in part|forecast --horizon 1 --model run_rate
2|'chain_ladder': it projects a year that is known in part|forecast --horizon 1 --model chain_ladder
2|three digits are needed|forecast --horizon 1 --model arima:0,1
2|no dataset is named|forecast @nothing --horizon 1
2|did you mean 'police|forecast police.csv --horizon 1 --series polcie
2|did you mean 'auto|forecast --horizon 1 --model aut
2|--model 'ets:XYZ'|forecast --horizon 1 --model ets:XYZ
2|--model 'ets:XYZ'|backtest --horizon 1 --model ets:XYZ
2|can be given once|forecast --horizon 1 --model auto --model naive
2|a level lies between 0 and 1|forecast --horizon 1 --level 80
2|exclude each other|forecast --horizon 1 --track-record --format csv
2|exclude each other|project --track-record --format csv
2|takes no value|project --track-record=yes
2|no option is named '--track-record'|trend --track-record
2|a whole number from 0 to 1024|forecast --horizon 1 --threads -1
2|a day of the year is MM-DD|backtest --as-of 02-30
2|a day of the year is MM-DD|backtest --as-of 9-30
2|a day of the year is MM-DD|backtest --as-of 2024-09-30
2|a day of the year is MM-DD|backtest --as-of 13-01
2|a day of the year is MM-DD|backtest --as-of 00-10
2|a day of the year is MM-DD|backtest --as-of ''
2|a whole number from 1 to 100|backtest --horizon 0
2|a whole number from 1 to 100|backtest --horizon 101
2|a whole number from 1|backtest --origins 0
2|a whole number from 1|backtest --least-years 0
2|a whole number from 1|backtest --window 0
2|the 8 years that an origin needs|backtest --window 5
2|did you mean 'loglinear|backtest --model logliner
2|did you mean 'naive|backtest --reference naiv
2|--model 'naive' goes with --horizon; with --as-of go auto|backtest --as-of 09-30 --model naive
2|--model 'run_rate' goes with --as-of; with --horizon go auto|backtest --horizon 1 --model run_rate
2|--model 'run_rate' goes with --as-of|backtest --horizon 1 --as-of 09-30 --model run_rate
2|--reference 'naive' goes with --horizon|backtest --as-of 09-30 --reference naive
2|did you mean 'json|backtest --format jsn
2|no option is named '--level'|backtest --level 0.8
2|nothing.csv|trend nothing.csv
2|did you mean 'trend|trent
2|did you mean 'police|project police.csv --series polcie
2|no series is named|project police.csv --series ''
2|did you mean 'crss_security_personnel|project --series crss_security
2|did you mean '@crss_security_personnel|project @crss_security
2|no dataset is named|project @
2|nothing.csv|project nothing.csv
2|Is a directory|project .
2|no-such-folder/police.csv|project no-such-folder/police.csv
TABLE
run project police.csv --as-of 2999-01-01
check 'a day to come cannot be the as-of' eval '[[ $code != 0 && -z $out ]] && is_one_line "$err"'
input=/dev/null refused 2 'empty' project -

echo '# regions'
run regions
check 'without FILE: both datasets by province' [ "$(grep -c ', by region$' out)" = 2 ]
check 'without FILE: the sentence on then and now' succeeds_with 'of 3,373 in 2007 to 2013'
check 'without FILE: CRSS as of the end of September 2025' succeeds_with 'counted 2,414'
check 'without FILE: FATA lies in Khyber Pakhtunkhwa' succeeds_with 'FATA is merged into Khyber Pakhtunkhwa'
answers 'elsewhere' regions regions.csv
answers 'North and South' regions regions.csv
answers 'the south: ' regions regions.csv --group 'the south=South'
answers 'the south' regions regions.csv --group 'the south=South' --periods 2015..2017,2020
answers '2015 to 2017' regions regions.csv --periods 2015..2017,2020..2024
answers 'in 2020' regions regions.csv --periods 2015..2017,2020
answers 'of 2020 to 2030 the regions are known from 2020 to 2025' regions regions.csv --periods 2015..2017,2020..2030
answers 'South is merged into North' regions regions.csv --merge South=North
answers 'FATA is merged into' regions @crss_all_fatalities_by_province --merge 'FATA=Khyber Pakhtunkhwa'
answers 'in 2024, by region' regions regions.csv --as-of 2024-12-31
answers 'in 2023, by region' regions regions.csv --year 2023
answers 'of 5,896 in 2021 to' regions @crss_all_fatalities_by_province --as-of 2025-09-30 --year 2023
run regions regions.csv --format json --seed 7
check 'JSON: the same for the same seed' cmp -s out <("$program" regions regions.csv --format json --seed 7)
check 'JSON: part by part' [ "$(grep -c '"region": ' out)" -ge 4 ]
check 'JSON: by year and period' [ "$(grep -c '"herfindahl"' out)" = 13 ]
check 'JSON: change' succeeds_with '"share_from"'
input=regions.csv run regions - --format csv --level 0.9
check 'CSV: the total and its regions' [ "$(cut -d, -f4 out | tr '\n' ' ')" = 'region  North North/Hills North/elsewhere South elsewhere ' ]
check 'CSV: --level' succeeds_with 'lower_90,upper_90,share'
run regions regions.csv --output regions.txt
check 'regions --output' grep -q 'How concentrated' regions.txt
printf 'period,count,region\n2022,100,\n2022,60,A\n2022,40,B\n2023,110,\n2023,70,A\n2023,40,B\n2024,90,A\n' >begun.csv
run regions begun.csv
check 'a year of which the regions alone have figures has begun, and is measured' eval \
  'grep -q "begun and its regions have counted at least 90 of 2024" out && grep -q "^ *2024  " out'
run regions one_without_regions.csv
check 'of several series one without regions is named, and the others are printed' eval \
  '[[ $code == 1 ]] && holds "$out" "border in 2025" && is_one_line "$err" && holds "$err" "no row carries a region"'
run project regions.csv
check 'project takes the rows without a region' succeeds_with 'carry a region and are left aside'
while IFS='|' read -r exit message arguments; do
  eval "words=($arguments)"
  refused "$exit" "$message" regions "${words[@]}"
done <<'TABLE'
1|no row carries a region|police.csv --series police
1|nothing was known on 2000-01-01|regions.csv --as-of 2000-01-01
1|no year of the periods asked for is known by region; years from 2015 to 2025 are|regions.csv --periods 1990..1999
1|cannot be projected for 1990|regions.csv --year 1990
2|has no region 'Nort' of level 1; did you mean 'North'|regions.csv --group 'a=Nort'
2|did you mean 'Far North'|renamed.csv --group 'a=North'
2|has no region 'North/Hills' of level 1|regions.csv --group 'a=North/Hills'
2|a group is NAME=A,B|regions.csv --group North
2|a group is NAME=A,B|regions.csv --group =North
2|a group is NAME=A,B|regions.csv --group a=North,
2|'North' is named twice|regions.csv --group a=North,North
2|two groups of one name|regions.csv --group a=North --group a=South
2|years of four digits, the earlier first|regions.csv --periods 2015..2010
2|years of four digits, the earlier first|regions.csv --periods 15..17
2|years of four digits, the earlier first|regions.csv --periods 2015..2017,
2|years of four digits, the earlier first|regions.csv --periods ''
2|overlap|regions.csv --periods 2015..2018,2017..2020
2|a merger is A=B|regions.csv --merge North
2|no region is named 'Est'; did you mean|regions.csv --merge South=Est
2|cannot be merged into|regions.csv --merge North=South
2|has been merged into another already|@crss_all_fatalities_by_province --merge FATA=Balochistan
2|can be given once|regions.csv --periods 2015 --periods 2016
2|did you mean 'auto|regions.csv --model aut
2|a level lies between 0 and 1|regions.csv --level 80
2|a year is four digits|regions.csv --year 25
2|no option is named '--exceed'|regions.csv --exceed 5
2|is one argument too many|regions.csv police.csv
2|nothing.csv|nothing.csv
TABLE

echo '# bad input'
# refuses_each COMMAND FOLDER: every file of the folder, as its expected.txt says: name, exit and message.
refuses_each() {
  local name exit message
  while IFS=$'\t' read -r name exit message; do
    run "$1" "$2/$name"
    check "exit $exit: $1 $name" fails_with "$exit" "$name:$message"
  done <"$2/expected.txt"
  check "$1: every file of the table is there, and every file is in the table" [ \
    "$(cut -f1 "$2/expected.txt" | sort)" = "$(cd "$2" && ls -- *.csv | sort)" ]
}
refuses_each project "$bad_input"
refuses_each regions "$bad_regions"

[ $failures = 0 ] || echo "$failures failed"
[ $failures = 0 ]
