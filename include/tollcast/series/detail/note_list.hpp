#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace tollcast {

// "2013 to 2015, 2017". `years`: rising.
inline std::string year_ranges(const std::vector<int>& years) {
  std::string text;
  for (std::size_t from = 0; from < years.size();) {
    std::size_t to = from;
    while (to + 1 < years.size() && years[to + 1] == years[to] + 1) ++to;
    text += (text.empty() ? "" : ", ") + std::to_string(years[from]);
    if (to > from) text += " to " + std::to_string(years[to]);
    from = to + 1;
  }
  return text;
}

// Sentences on what was done with the rows, grouped by kind; of each kind the first five are kept and the rest are
// counted, so that a long file has short notes.
class note_list {
 public:
  void add(const std::string& kind, std::string sentence) {
    for (group& known : groups_) {
      if (known.kind == kind) {
        if (known.sentences.size() < most_of_a_kind) {
          known.sentences.push_back(std::move(sentence));
        } else {
          ++known.more;
        }
        return;
      }
    }
    groups_.push_back({kind, {std::move(sentence)}, 0});
  }

  std::vector<std::string> sentences() const {
    std::vector<std::string> all;
    for (const group& known : groups_) {
      all.insert(all.end(), known.sentences.begin(), known.sentences.end());
      if (known.more > 0) all.push_back("and " + std::to_string(known.more) + " more: " + known.kind);
    }
    return all;
  }

 private:
  static constexpr std::size_t most_of_a_kind = 5;
  struct group {
    std::string kind;
    std::vector<std::string> sentences;
    std::size_t more;
  };
  std::vector<group> groups_;
};

}  // namespace tollcast
