#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program.hpp"

#include <tollcast/core/error.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast::program {

// What a command is about: every series of FILE, without one the datasets that are named, or the one of them that was
// picked. Throws invalid_input.
std::vector<tally> series_of(const std::optional<std::string>& file, const std::optional<std::string>& picked,
                             std::span<const std::string_view> without_file);

// The answer to each series, in order. One that cannot be answered is a message, a note and the exit 1.
template <class Answer>
auto each(const std::vector<tally>& series, outcome& result, std::vector<std::string>& notes, const Answer& answer) {
  std::vector<decltype(answer(series.front()))> answers;
  for (const tally& one : series) {
    try {
      answers.push_back(answer(one));
    } catch (const cannot_answer& error) {
      result.exit_code = 1;
      result.messages.push_back(message_line(error.what()));
      notes.emplace_back(error.what());
    }
  }
  return answers;
}

}  // namespace tollcast::program
