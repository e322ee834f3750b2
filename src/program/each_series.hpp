#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program.hpp"

#include <tollcast/core/error.hpp>
#include <tollcast/numeric/parallel.hpp>
#include <tollcast/series/tally.hpp>
#include <tollcast/series/tally_stream.hpp>

namespace tollcast::program {

// What a command is about: every series of FILE, without one the datasets that are named, or the one of them that was
// picked. Throws invalid_input.
std::vector<tally> series_of(const std::optional<std::string>& file, const std::optional<std::string>& picked,
                             std::span<const std::string_view> without_file);

// The same one after another, for a file of more series than memory has room for.
tally_stream stream_of(const std::optional<std::string>& file, const std::optional<std::string>& picked,
                       std::span<const std::string_view> without_file);

// The answer to each series, in order, from so many threads (0: one for each core). One that cannot be answered is a
// message, a note and the exit 1.
template <class Answer>
auto each(const std::vector<tally>& series, int threads, outcome& result, std::vector<std::string>& notes,
          const Answer& answer) {
  std::vector<std::optional<decltype(answer(series.front()))>> slots(series.size());
  std::vector<std::string> failures(series.size());
  parallel_for(series.size(), threads, [&](std::size_t i) {
    try {
      slots[i] = answer(series[i]);
    } catch (const cannot_answer& error) {
      failures[i] = error.what();
    }
  });
  std::vector<decltype(answer(series.front()))> answers;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i]) {
      answers.push_back(std::move(*slots[i]));
    } else {
      result.exit_code = 1;
      result.messages.push_back(message_line(failures[i]));
      notes.push_back(failures[i]);
    }
  }
  return answers;
}

}  // namespace tollcast::program
