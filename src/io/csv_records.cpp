#include "csv_records.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include <tollcast/core/error.hpp>

namespace tollcast::io {

namespace {

int no_space(unsigned char) { return 0; }

void start(csv_parser& parser) {
  if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  csv_set_space_func(&parser, no_space);  // RFC 4180: spaces are part of a field
}

bool is_blank(std::string_view line) { return line == "\n" || line == "\r\n"; }

}  // namespace

line_source lines_of(std::string_view text) {
  return [text]() mutable {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    return line;
  };
}

csv_records::csv_records(line_source next_line, std::string origin)
    : source_(std::move(next_line)), origin_(std::move(origin)) {
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

bool csv_records::next_line() {
  std::string_view line = source_();
  if (line_number_ == 0) line = without_mark(line, origin_);
  if (line.empty()) return false;
  line_ = line;
  ++line_number_;
  check_line(line_, line_number_, origin_);
  end_ = line_.ends_with('\n') ? text_position{line_number_ + 1, 1}
                               : text_position{line_number_, characters_of(line_) + 1};
  return true;
}

void csv_records::parse_line() {
  const std::size_t begin = text_.size();
  text_ += line_;
  const std::size_t parsed = csv_parse(&parser_, line_.data(), line_.size(), take_field, take_row, this);
  if (parsed == line_.size()) return;
  if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
  const std::size_t offset = begin + parsed;
  refuse_at(offset, text_[offset] == '"'
                        ? "quotes inside a field that does not begin with them; quote the whole field and "
                          "double the quotes inside"
                        : "text after the closing quotes of a field; a comma or the line's end is needed");
}

bool csv_records::next(csv_record& record) {
  do {
    if (!next_line()) return false;
  } while (is_blank(line_));
  record_ = &record;
  record.field_count = 0;
  record.line = line_number_;
  is_whole_ = false;
  text_.clear();
  parse_line();
  while (!is_whole_ && next_line()) parse_line();
  if (!is_whole_ && csv_fini(&parser_, take_field, take_row, this) != 0) {
    refuse(record.field_count, "the quotes that open here are not closed");
  }
  if (failure_) std::rethrow_exception(failure_);
  record.fields.resize(std::min(record.field_count, most_fields));
  for (std::size_t field = 0; field < record.fields.size(); ++field) {
    const std::string& text = record.fields[field];
    if (text.size() > longest_field && characters_of(text) > longest_field) {
      refuse(field, "a field of " + std::to_string(characters_of(text)) + " characters; at most " +
                        std::to_string(longest_field) + " are allowed (are quotes left open?)");
    }
  }
  return true;
}

void csv_records::refuse(std::size_t field, const std::string& rule) const { refuse_at(begin_of_field(field), rule); }

// libcsv does not say where a field begins; read the record again, byte by byte, until the fields before it have ended.
std::size_t csv_records::begin_of_field(std::size_t field) const {
  csv_parser again{};
  start(again);
  std::size_t ended = 0;
  std::size_t offset = 0;
  const auto count_field = [](void*, std::size_t, void* fields) { ++*static_cast<std::size_t*>(fields); };
  for (; ended < field && offset < text_.size(); ++offset)
    csv_parse(&again, &text_[offset], 1, count_field, nullptr, &ended);
  csv_free(&again);
  return offset;
}

void csv_records::refuse_at(std::size_t offset, const std::string& rule) const {
  text_position where = position_of(text_, offset);
  where.line += record_->line - 1;
  throw invalid_input(at(origin_, where, rule));
}

}  // namespace tollcast::io
