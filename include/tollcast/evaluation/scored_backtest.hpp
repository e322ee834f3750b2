#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tollcast/evaluation/backtest.hpp>
#include <tollcast/evaluation/score_table.hpp>

namespace tollcast {

// The rows of a back-test, by day or by horizon, and what they add up to: for reports.
struct scored_backtest {
  std::vector<backtest_row> rows;
  std::string reference;          // the model that skill is measured against
  std::vector<score_line> lines;  // score_table(rows, reference)
};

inline scored_backtest scored(std::vector<backtest_row> rows, std::string reference) {
  std::vector<score_line> lines = score_table(rows, reference);
  return {std::move(rows), std::move(reference), std::move(lines)};
}

}  // namespace tollcast
