#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text_rules.hpp"
#include <csv.h>

namespace tollcast::io {

inline constexpr std::size_t most_fields = 1000;
inline constexpr std::size_t longest_field = 10'000;  // characters

struct csv_record {
  std::vector<std::string> fields;  // no more than most_fields of them
  std::size_t field_count = 0;      // all of them
  std::size_t line = 0;             // the physical line on which it begins, from 1
};

// The next line of a text, with its line feed; "" after the last. It is valid until the next is asked for.
using line_source = std::function<std::string_view()>;

line_source lines_of(std::string_view text);

// The records of a text, by libcsv in its strict mode: RFC 4180, spaces kept. Blank lines between records are no
// records. Only one record is in memory.
class csv_records {
 public:
  csv_records(line_source next_line, std::string origin);
  ~csv_records() { csv_free(&parser_); }
  csv_records(const csv_records&) = delete;
  csv_records& operator=(const csv_records&) = delete;

  // Reads the next record; false at the end. Throws invalid_input, "ORIGIN:LINE:COLUMN: ...", when it breaks a rule of
  // CSV or of a text (check_line).
  bool next(csv_record& record);

  const std::string& origin() const { return origin_; }

  // Where the text ends, once next() was false.
  text_position end() const { return end_; }

  // Throws invalid_input at the beginning of a field of the last record.
  [[noreturn]] void refuse(std::size_t field, const std::string& rule) const;

 private:
  static void take_field(void* text, std::size_t size, void* self) noexcept;
  static void take_row(int, void* self) noexcept;
  bool next_line();
  void parse_line();
  std::size_t begin_of_field(std::size_t field) const;
  [[noreturn]] void refuse_at(std::size_t offset, const std::string& rule) const;

  line_source source_;
  std::string origin_;
  csv_parser parser_{};
  std::string_view line_;         // that was read last
  std::size_t line_number_ = 0;   // of it, from 1
  text_position end_{1, 1};       // of it
  std::string text_;              // of the record, from the line on which it begins
  csv_record* record_ = nullptr;  // being read
  bool is_whole_ = false;
  std::exception_ptr failure_;  // out of memory inside a call from C
};

}  // namespace tollcast::io
