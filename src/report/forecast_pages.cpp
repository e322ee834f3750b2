#include "forecast_pages.hpp"

#include <cstddef>

namespace tollcast {

std::string whole(const forecast_pages& pages, std::span<const years_ahead> forecasts,
                  std::span<const std::string> notes, std::span<const track_record> records) {
  std::string text = pages.begin;
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    if (i > 0) text += pages.between;
    text += pages.one(forecasts[i], i < records.size() ? &records[i] : nullptr);
  }
  return text + pages.end(notes);
}

}  // namespace tollcast
