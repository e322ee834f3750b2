#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "tally_rows.hpp"
#include "text_file.hpp"

#include <tollcast/series/tally_stream.hpp>

namespace tollcast {

namespace {

// A file while it is read row by row.
struct open_rows {
  explicit open_rows(const std::string& path) : file(path), rows([this] { return file.next_line(); }, file.origin()) {}

  io::text_file file;
  io::tally_rows rows;
};

// How many series a file has; nothing where the rows of one do not stand together, or, once in 2^64, seem not to.
std::optional<std::size_t> series_together(const std::string& path) {
  open_rows open(path);
  std::vector<std::size_t> seen;
  std::string last;
  while (open.rows.next()) {
    if (!seen.empty() && open.rows.series() == last) continue;
    last = open.rows.series();
    seen.push_back(std::hash<std::string>{}(last));
  }
  std::sort(seen.begin(), seen.end());
  if (std::adjacent_find(seen.begin(), seen.end()) != seen.end()) return std::nullopt;
  return seen.size();
}

}  // namespace

struct tally_stream::state {
  std::string path = {};
  tallies kept{{}, ""};  // all series, where they are not read again
  std::size_t count = 0;
  std::size_t at = 0;  // in kept
  std::unique_ptr<open_rows> open = {};
  bool has_row = false;  // open has read a row that belongs to the next series
  std::optional<tally> current = {};

  void restart() {
    at = 0;
    if (path.empty()) return;
    open = std::make_unique<open_rows>(path);
    has_row = open->rows.next();
    advance();
  }

  void advance() {
    if (path.empty()) {
      ++at;
      return;
    }
    current.reset();
    if (!has_row) return;
    current = tally{open->rows.series(), {}, open->file.origin()};
    do {
      current->rows.push_back(open->rows.row());
      has_row = open->rows.next();
    } while (has_row && open->rows.series() == current->name);
  }
};

tally_stream::tally_stream(const std::string& path) : state_(std::make_unique<state>()) {
  std::error_code ignored;
  if (path != "-" && std::filesystem::is_regular_file(path, ignored)) {
    if (const std::optional<std::size_t> count = series_together(path)) {
      state_->path = path;
      state_->count = *count;
      return;
    }
  }
  *this = tally_stream(read_csv(path));
}

tally_stream::tally_stream(tallies all) : state_(std::make_unique<state>()) {
  state_->count = all.size();
  state_->kept = std::move(all);
}

tally_stream::tally_stream(tally_stream&&) noexcept = default;
tally_stream& tally_stream::operator=(tally_stream&&) noexcept = default;
tally_stream::~tally_stream() = default;

std::size_t tally_stream::size() const { return state_->count; }

tally_stream::iterator tally_stream::begin() {
  state_->restart();
  return iterator(*this);
}

bool tally_stream::iterator::is_over() const {
  const state& here = *stream_->state_;
  return here.path.empty() ? here.at >= here.kept.size() : !here.current;
}

const tally& tally_stream::iterator::operator*() const {
  const state& here = *stream_->state_;
  return here.path.empty() ? here.kept.begin()[static_cast<std::ptrdiff_t>(here.at)] : *here.current;
}

tally_stream::iterator& tally_stream::iterator::operator++() {
  stream_->state_->advance();
  return *this;
}

}  // namespace tollcast
