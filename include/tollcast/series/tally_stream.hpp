#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>

#include <tollcast/series/read_csv.hpp>
#include <tollcast/series/tally.hpp>

namespace tollcast {

// The series of a CSV file one after another, in the order of the file, as an input range: for files of more series
// than memory has room for.
//
// A regular file in which the rows of each series stand together is read once from beginning to end when the stream is
// made, so that what breaks a rule is told before any series is given, and again for each walk through the series, of
// which one alone is in memory (beside 8 bytes a series, to see that none comes back). A file that mixes the rows of
// several series, and what is no regular file, as the standard input, is kept whole, like read_csv. Throws what
// read_csv throws. One walk at a time; begin() begins a new one. Linked from tollcast::io.
class tally_stream {
 public:
  explicit tally_stream(const std::string& path);
  explicit tally_stream(tallies all);
  tally_stream(tally_stream&&) noexcept;
  tally_stream& operator=(tally_stream&&) noexcept;
  ~tally_stream();

  std::size_t size() const;  // how many series

  class iterator {
   public:
    using value_type = tally;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    explicit iterator(tally_stream& stream) : stream_(&stream) {}
    const tally& operator*() const;
    iterator& operator++();
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& at, std::default_sentinel_t) { return at.is_over(); }

   private:
    bool is_over() const;
    tally_stream* stream_;
  };

  iterator begin();
  std::default_sentinel_t end() const { return {}; }

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace tollcast
