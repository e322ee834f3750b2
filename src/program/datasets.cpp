#include "program.hpp"

#include <tollcast/report/csv.hpp>
#include <tollcast/report/json.hpp>
#include <tollcast/report/text.hpp>
#include <tollcast/series/datasets.hpp>

namespace tollcast::program {

outcome run(const datasets_command&, const common_options& common) {
  switch (common.as) {
    case format::json:
      return {.output = to_json(datasets())};
    case format::csv:
      return {.output = to_csv(datasets())};
    case format::text:
      break;
  }
  return {.output = to_text(datasets())};
}

}  // namespace tollcast::program
