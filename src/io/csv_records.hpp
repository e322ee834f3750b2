#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <csv.h>

namespace tollcast::io {

inline constexpr std::size_t most_fields = 1000;
inline constexpr std::size_t longest_field = 10'000;  // characters

struct csv_record {
  std::vector<std::string> fields;  // no more than most_fields of them
  std::size_t field_count = 0;      // all of them
  std::size_t begin = 0;            // the offset of its first byte
  std::size_t line = 0;             // the physical line on which it begins, from 1
};

// The records of a text that has passed checked_text, by libcsv in its strict mode: RFC 4180, spaces kept. Blank lines
// between records are no records.
class csv_records {
 public:
  csv_records(std::string_view text, std::string_view origin);
  ~csv_records() { csv_free(&parser_); }
  csv_records(const csv_records&) = delete;
  csv_records& operator=(const csv_records&) = delete;

  // Reads the next record; false at the end. Throws invalid_input, "ORIGIN:LINE:COLUMN: ...", when it breaks a rule of
  // CSV.
  bool next(csv_record& record);

  // Throws invalid_input at the beginning of a field of the record, as next() left it.
  [[noreturn]] void refuse(const csv_record& record, std::size_t field, const std::string& rule) const;

 private:
  static void take_field(void* text, std::size_t size, void* self) noexcept;
  static void take_row(int, void* self) noexcept;
  void begin_record(csv_record& record);
  void check_parser(std::size_t begin, std::size_t parsed, std::size_t given) const;
  std::size_t begin_of_field(const csv_record& record, std::size_t field) const;
  [[noreturn]] void refuse_at(std::size_t offset, const std::string& rule) const;

  std::string_view text_;
  std::string_view origin_;
  csv_parser parser_{};
  std::size_t offset_ = 0;  // of the next line
  std::size_t line_ = 1;
  csv_record* record_ = nullptr;  // being read
  bool is_whole_ = false;
  std::exception_ptr failure_;  // out of memory inside a call from C
};

}  // namespace tollcast::io
