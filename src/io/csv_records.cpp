#include "csv_records.hpp"

#include <algorithm>
#include <new>

#include "text_rules.hpp"

#include <tollcast/core/error.hpp>

namespace tollcast::io {

namespace {

int no_space(unsigned char) { return 0; }

void start(csv_parser& parser) {
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  csv_set_space_func(&parser, no_space);  // RFC 4180: spaces are part of a field
}

bool is_blank(std::string_view line) { return line == "\n" || line == "\r\n"; }

std::size_t characters_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
}

}  // namespace

csv_records::csv_records(std::string_view text, std::string_view origin) : text_(text), origin_(origin) {
  start(parser_);
}

void csv_records::take_field(void* text, std::size_t size, void* self) noexcept {
  auto& records = *static_cast<csv_records*>(self);
  csv_record& record = *records.record_;
  const std::size_t index = record.field_count++;
  if (index >= most_fields) return;
  try {
    if (index >= record.fields.size()) record.fields.emplace_back();
    record.fields[index].assign(static_cast<const char*>(text), size);
  } catch (...) {
    records.failure_ = std::current_exception();
  }
}

void csv_records::take_row(int, void* self) noexcept { static_cast<csv_records*>(self)->is_whole_ = true; }

void csv_records::begin_record(csv_record& record) {
  record_ = &record;
  record.field_count = 0;
  record.begin = offset_;
  record.line = line_;
  is_whole_ = false;
}

bool csv_records::next(csv_record& record) {
  begin_record(record);
  bool has_begun = false;
  while (!is_whole_ && offset_ < text_.size()) {
    const std::size_t line_end = std::min(text_.find('\n', offset_), text_.size() - 1) + 1;
    const std::string_view line = text_.substr(offset_, line_end - offset_);
    if (has_begun || !is_blank(line)) {
      if (!has_begun) begin_record(record);
      has_begun = true;
      const std::size_t parsed = csv_parse(&parser_, line.data(), line.size(), take_field, take_row, this);
      check_parser(offset_, parsed, line.size());
    }
    offset_ = line_end;
    ++line_;
  }
  if (!has_begun) return false;
  if (!is_whole_ && csv_fini(&parser_, take_field, take_row, this) != 0) {
    refuse(record, record.field_count, "the quotes that open here are not closed");
  }
  if (failure_) std::rethrow_exception(failure_);
  record.fields.resize(std::min(record.field_count, most_fields));
  for (std::size_t field = 0; field < record.fields.size(); ++field) {
    const std::string& text = record.fields[field];
    if (text.size() > longest_field && characters_of(text) > longest_field) {
      refuse(record, field,
             "a field of " + std::to_string(characters_of(text)) + " characters; at most " +
                 std::to_string(longest_field) + " are allowed (are quotes left open?)");
    }
  }
  return true;
}

void csv_records::check_parser(std::size_t begin, std::size_t parsed, std::size_t given) const {
  if (parsed == given) return;
  if (csv_error(const_cast<csv_parser*>(&parser_)) != CSV_EPARSE) throw std::bad_alloc();
  const std::size_t offset = begin + parsed;
  refuse_at(offset, text_[offset] == '"'
                        ? "quotes inside a field that does not begin with them; quote the whole field and "
                          "double the quotes inside"
                        : "text after the closing quotes of a field; a comma or the line's end is needed");
}

void csv_records::refuse(const csv_record& record, std::size_t field, const std::string& rule) const {
  refuse_at(begin_of_field(record, field), rule);
}

// libcsv does not say where a field begins; read the record again, byte by byte, until the fields before it have ended.
std::size_t csv_records::begin_of_field(const csv_record& record, std::size_t field) const {
  csv_parser again{};
  start(again);
  std::size_t ended = 0;
  std::size_t offset = record.begin;
  const auto count_field = [](void*, std::size_t, void* fields) { ++*static_cast<std::size_t*>(fields); };
  for (; ended < field && offset < text_.size(); ++offset)
    csv_parse(&again, &text_[offset], 1, count_field, nullptr, &ended);
  csv_free(&again);
  return offset;
}

void csv_records::refuse_at(std::size_t offset, const std::string& rule) const {
  const text_position where = position_of(text_, offset);
  throw invalid_input(std::string(origin_) + ":" + std::to_string(where.line) + ":" + std::to_string(where.column) +
                      ": " + rule);
}

}  // namespace tollcast::io
